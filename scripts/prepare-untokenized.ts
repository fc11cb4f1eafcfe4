/**
 * Makes train.tsv, dev.tsv and test.tsv of enja-tanaka as people write it, not cut into words: Japanese without spaces,
 * English with punctuation and endings such as 's joined to the word before.
 *
 * Usage: tsx scripts/prepare-untokenized.ts ENJA-FOLDER FOLDER
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readLinesFile } from "../src/data/files.ts";
import { writeFileAtomically } from "../src/data/write-file.ts";

const [from, folder] = process.argv.slice(2);
if (from === undefined || folder === undefined) {
  console.error("usage: tsx scripts/prepare-untokenized.ts ENJA-FOLDER FOLDER");
  process.exit(2);
}

await mkdir(folder, { recursive: true });
for (const part of ["train", "dev", "test"]) {
  const sources = await readLinesFile(join(from, `${part}.en`));
  const targets = await readLinesFile(join(from, `${part}.ja`));
  const lines = sources.map((source, i) => `${untokenized(source)}\t${targets[i]!.replaceAll(" ", "")}\n`);
  await writeFileAtomically(join(folder, `${part}.tsv`), lines.join(""));
  console.log(`${join(folder, `${part}.tsv`)}: ${lines.length} pairs`);
}

/** `he said , '' it 's nine o 'clock . ''` becomes `he said, "it's nine o'clock."`; a single ' is an apostrophe. */
function untokenized(sentence: string): string {
  const marks = sentence.replaceAll("''", '"').replace(/ ' (.*?) '(?= |$)/g, ' " $1 "');
  const joined = marks.replace(/ (?=['.,?!;:])/g, "").replace(/\$ /g, "$");
  return joined.replace(/" (.*?) ?"/g, '"$1"');
}
