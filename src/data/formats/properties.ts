import { DataError } from "../../errors.ts";
import { decodeLines } from "../lines.ts";
import { type PairLine, trimPair } from "../pair.ts";
import type { FileFormat } from "./file-format.ts";

/** Java's properties: `key = value`, a pair a line; lines that begin with # are comments. */
export const properties: FileFormat = {
  extensions: ["properties"],
  description: "key = value, a pair a line; lines that begin with # are left out",
  options: [],
  read: (chunks, { name }) => readProperties(decodeLines(chunks, name), name),
};

async function* readProperties(lines: AsyncIterable<string>, name: string): AsyncGenerator<PairLine> {
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === "" || line.startsWith("#")) {
      yield "blank";
      continue;
    }
    const at = line.indexOf("=");
    if (at < 0)
      throw new DataError(`${name}:${number}: ${JSON.stringify(line)} has no "=": expected key = value`);
    yield trimPair({ source: line.slice(0, at), target: line.slice(at + 1) });
  }
}
