import { readFileSync } from "node:fs";

/** The version of this henkan: package.json lies two folders up, from `src/seq2seq` as from `dist/seq2seq`. */
export function henkanVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
