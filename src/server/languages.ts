import type { ModelsAnswer } from "./schema.ts";

/** A code as BCP 47 writes it, which Weblate and LibreTranslate do: "zh-Hans" for "zh_Hans". */
export function languageCode(code: string): string {
  return code.replaceAll("_", "-");
}

/** A language, and those that it can be translated into. */
export interface Language {
  readonly code: string;
  readonly name: string;
  readonly targets: readonly string[];
}

/** The languages that models read or write; those that are only written have no targets. */
export function languagesOf(models: ModelsAnswer["models"]): Language[] {
  const targets = new Map<string, Set<string>>();
  for (const model of models) {
    if (model.source === null || model.target === null) continue;
    const [source, target] = [languageCode(model.source), languageCode(model.target)];
    for (const code of [source, target]) if (!targets.has(code)) targets.set(code, new Set());
    targets.get(source)!.add(target);
  }
  return [...targets].map(([code, written]) => ({ code, name: languageName(code), targets: [...written] }));
}

const names = new Intl.DisplayNames(["en"], { type: "language" });

/** The English name of a language; its code where it has none. */
export function languageName(code: string): string {
  try {
    return names.of(languageCode(code)) ?? code;
  } catch {
    return code; // no well-formed code
  }
}
