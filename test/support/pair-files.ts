import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type OpenPairsOptions, openPairs, type PairFile } from "../../src/data/open-pairs.ts";
import type { PairLine } from "../../src/data/pair.ts";
import { DataError } from "../../src/errors.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A file of its own folder, with that content. */
export async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

/** What the places of a file hold. */
export async function all(pairs: PairFile, options: OpenPairsOptions = {}): Promise<PairLine[]> {
  const lines: PairLine[] = [];
  for await (const line of openPairs(pairs, options)) lines.push(line);
  return lines;
}

/** The lines of a file, pairs as "source|target". */
export async function read(name: string, content: string | Uint8Array, options: OpenPairsOptions = {}) {
  const lines = await all(await file(name, content), options);
  return lines.map((line) => (typeof line === "string" ? line : `${line.source}|${line.target}`));
}

/** The file is refused with the message behind its name. */
export async function refuse(
  name: string,
  content: string | Uint8Array,
  message: string,
  options: OpenPairsOptions = {},
) {
  const path = await file(name, content);
  await expect(all(path, options)).rejects.toThrow(new DataError(message.replaceAll("FILE", path)));
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
