import { decodeLines } from "../lines.ts";
import { parsePairs } from "../parse.ts";
import type { FileFormat } from "./file-format.ts";

/** JSON lines. */
export const jsonl: FileFormat = {
  extensions: ["jsonl", "ndjson"],
  description: "an object a line with the strings source and target, or the keys that columns names",
  options: ["columns"],
  read: (chunks, { name, columns }) =>
    parsePairs(decodeLines(chunks, name), { format: "jsonl", name, columns }),
};
