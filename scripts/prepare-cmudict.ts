/**
 * Makes train.tsv, dev.tsv and test.tsv of the CMUdict split that papers on grapheme-to-phoneme conversion use
 * (g014b2b: a word, a tab, its phones without stress; several lines for several pronunciations). Every 40th distinct
 * training word, with all its pronunciations, is for development.
 *
 * Usage: tsx scripts/prepare-cmudict.ts FOLDER_OF_G014B2B FOLDER
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readLinesFile } from "../src/data/files.ts";
import { writeFileAtomically } from "../src/data/write-file.ts";

const [from, folder] = process.argv.slice(2);
if (from === undefined || folder === undefined) {
  console.error("usage: tsx scripts/prepare-cmudict.ts FOLDER_OF_G014B2B FOLDER");
  process.exit(2);
}
const read = async (part: "train" | "test") => {
  const lines = await readLinesFile(join(from, `g014b2b.${part}`));
  return lines.map((line) => line.trim()).filter((line) => line !== "");
};
const [all, test] = [await read("train"), await read("test")];
const wordOf = (line: string) => line.split("\t")[0]!;
const words = [...new Set(all.map(wordOf))];
const heldOut = new Set(words.filter((_, index) => index % 40 === 39));
const train = all.filter((line) => !heldOut.has(wordOf(line)));
const dev = all.filter((line) => heldOut.has(wordOf(line)));

await mkdir(folder, { recursive: true });
for (const [name, lines] of Object.entries({ train, dev, test })) {
  await writeFileAtomically(join(folder, `${name}.tsv`), lines.map((line) => `${line}\n`).join(""));
  console.log(`${join(folder, `${name}.tsv`)}: ${lines.length} lines of ${new Set(lines.map(wordOf)).size} words`);
}
