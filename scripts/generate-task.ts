/**
 * Writes train.tsv, dev.tsv and test.tsv of a task whose answers are known: `reverse`, `copy` or `sort` (see
 * `sequenceTasks`). The same files every time.
 *
 * Usage: tsx scripts/generate-task.ts reverse FOLDER
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { drawPairs, type SequenceTask, sequenceTasks } from "../src/data/sequence-tasks.ts";
import { writeFileAtomically } from "../src/data/write-file.ts";

const [name = "", folder] = process.argv.slice(2);
const task = (sequenceTasks as Readonly<Record<string, SequenceTask>>)[name];
if (task === undefined || folder === undefined) {
  console.error(`usage: tsx scripts/generate-task.ts ${Object.keys(sequenceTasks).join("|")} FOLDER`);
  process.exit(2);
}

await mkdir(folder, { recursive: true });
for (const [file, part] of Object.entries(task.parts)) {
  const path = join(folder, `${file}.tsv`);
  const lines = drawPairs(task, part, `${name} ${file}`).map(
    ({ source, target }) => `${source}\t${target}\n`,
  );
  await writeFileAtomically(path, lines.join(""));
  console.log(`${path}: ${part.pairs} pairs of up to ${part.longest} symbols`);
}
