import type { ModelsAnswer } from "./schema.ts";

/** A language, and those that it can be translated into. */
export interface Language {
  readonly code: string;
  readonly name: string;
  readonly targets: readonly string[];
}

/** The languages that models read or write; those that are only written have no targets. */
export function languagesOf(models: ModelsAnswer["models"]): Language[] {
  const targets = new Map<string, Set<string>>();
  for (const { source, target } of models) {
    if (source === null || target === null) continue;
    for (const code of [source, target]) if (!targets.has(code)) targets.set(code, new Set());
    targets.get(source)!.add(target);
  }
  return [...targets].map(([code, written]) => ({ code, name: languageName(code), targets: [...written] }));
}

const names = new Intl.DisplayNames(["en"], { type: "language" });

/** The English name of a language; its code where it has none. */
export function languageName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code; // no well-formed code
  }
}
