/**
 * Makes train.tsv and test.tsv of the dates data set: 50,000 lines of a date in one of many formats, `_`, and the
 * ISO date. The last tenth after numpy's shuffle with seed 1984 is the test set, as in the book that the data come
 * from ("Deep Learning from Scratch 2", chapter 7).
 *
 * Usage: tsx scripts/prepare-dates.ts date.txt FOLDER
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readLinesFile } from "../src/data/files.ts";
import { writeFileAtomically } from "../src/data/write-file.ts";
import { numpyShuffle } from "./numpy-shuffle.ts";

const [file, folder] = process.argv.slice(2);
if (file === undefined || folder === undefined) {
  console.error("usage: tsx scripts/prepare-dates.ts date.txt FOLDER");
  process.exit(2);
}
const lines = (await readLinesFile(file)).filter((line) => line.trim() !== "");
const pairs = lines.map((line) => {
  const [source = "", target = ""] = line.split("_");
  return { source: source.trim(), target: target.trim() };
});
const shuffled = [...numpyShuffle(pairs.length, 1984)].map((index) => pairs[index]!);
const cut = pairs.length - Math.floor(pairs.length / 10);
const [train, test] = [shuffled.slice(0, cut), shuffled.slice(cut)];
const seen = new Set(train.map(({ source }) => source));
const unseen = test.filter(({ source }) => !seen.has(source));

await mkdir(folder, { recursive: true });
for (const [name, part] of Object.entries({ train, test, unseen })) {
  await writeFileAtomically(
    join(folder, `${name}.tsv`),
    part.map(({ source, target }) => `${source}\t${target}\n`).join(""),
  );
  console.log(`${join(folder, `${name}.tsv`)}: ${part.length} pairs`);
}
