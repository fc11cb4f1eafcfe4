import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const sourceFolder = fileURLToPath(new URL("../../src/", import.meta.url));

/** The source files, relative to `src/`, without tests and their fixtures. */
export function sourceFiles(): string[] {
  return readdirSync(sourceFolder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(path));
}

export interface Import {
  /** As written: "../nn/index.ts", "node:fs", "zod". */
  readonly specifier: string;
  /** Gone once compiled. */
  readonly typeOnly: boolean;
}

/** What a source file imports: import and export statements, and `import()` with a plain string. */
export function importsOf(path: string): Import[] {
  const text = readFileSync(join(sourceFolder, path), "utf8").replaceAll(/^\s*(\/?\*|\/\/).*$/gm, "");
  const statements = text.matchAll(/^(?:import|export)\b(?:([^;"]*?)\bfrom\s*)?\s*"([^"]+)"/gm);
  const calls = text.matchAll(/\bimport\(\s*(?:\/\*.*?\*\/\s*)*"([^"]+)"/g);
  return [
    ...[...statements].map(([, names = "", specifier]) => ({
      specifier: specifier!,
      typeOnly: /^\s*type\b/.test(names),
    })),
    ...[...calls].map(([, specifier]) => ({ specifier: specifier!, typeOnly: false })),
  ];
}

/** The file, relative to `src/`, that a relative specifier in another one names. */
export function resolveImport(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}
