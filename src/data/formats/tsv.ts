import { decodeLines } from "../lines.ts";
import type { PairLine } from "../pair.ts";
import { parsePairs } from "../parse.ts";
import { ankiHeaderOf, readAnki } from "./anki.ts";
import type { FileFormat, FormatReading } from "./file-format.ts";

/** Tab-separated values: the format of a file whose name indicates no other. */
export const tsv: FileFormat = {
  extensions: ["tsv", "txt", "tab"],
  description: "source, tab, target, a pair a line; exports of Anki and pairs of Tatoeba as they are",
  options: ["columns", "header"],
  read: (chunks, options) => readTsv(decodeLines(chunks, options.name), options),
};

/** Reads lines of TSV, or an Anki export, which is recognised by its first line. */
async function* readTsv(
  lines: AsyncIterable<string>,
  options: FormatReading,
): AsyncGenerator<PairLine, void, undefined> {
  const { name, columns, header } = options;
  const { header: anki, rest } = await ankiHeaderOf(lines, name);
  if (anki !== null) yield* readAnki(rest, anki, options);
  else yield* parsePairs(rest, { format: "tsv", name, columns, header });
}
