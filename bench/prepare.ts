import { execFile } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Configuration, parseConfiguration } from "../src/configuration/configuration.ts";
import { EpochPlan, layOut } from "../src/data/index.ts";
import { openTrainingCache } from "../src/jobs/prepare/training-cache.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { writeGeneratedCorpus } from "./generated-corpus.ts";
import { type JobCost, updates } from "./measured-job.ts";

const megabyte = 2 ** 20;
/** What the issue asks for is of this many pairs. */
const asked = 10_000_000;

/**
 * `henkan prepare` of a generated corpus, reading the cache as training does, and training over it with the defaults for a few
 * updates. Options: `--pairs` (default 200,000), `--tokenizer` (default words) and `--threads`.
 */
export const prepare: Bench = async ({ runtime, options, say }) => {
  const pairs = Number(options.pairs ?? 200_000);
  const tokenizer = (options.tokenizer ?? "words") as "words" | "bpe";
  const folder = await mkdtemp(join(tmpdir(), "henkan-bench-"));
  try {
    const path = join(folder, "pairs.tsv");
    say(`prepare: writing ${pairs.toLocaleString("en")} pairs`);
    await writeGeneratedCorpus(path, pairs);
    const { size } = await stat(path);
    const configuration = parseConfiguration({
      data: { pairs: path, cache: join(folder, "cache") },
      out: join(folder, "model"),
      source: { tokenizer },
      target: { tokenizer },
      runtime: { threads: runtime.threads },
    });
    const made = await doApart("prepare", configuration, folder);
    const trained = await doApart("train", configuration, folder);
    const read = await readUpdates(configuration);
    const note = `${pairs.toLocaleString("en")} pairs, ${(size / 1e6).toFixed(0)} MB, ${tokenizer}`;
    return [
      {
        name: "prepare: 10 M pairs, at this rate",
        value: (made.seconds * asked) / pairs,
        unit: "s",
        target: 600,
        better: "below",
        note,
      },
      { name: "prepare: processor time", value: made.processor, unit: "s", note: "of all threads" },
      memory("prepare: memory, highest", made.peak, 1000),
      {
        name: "prepare: training's start to its first update",
        value: trained.seconds,
        unit: "s",
        target: 5,
        better: "below",
        note: "with opening the cache, compiling the model and the update itself",
      },
      memory(`prepare: memory while training, ${updates} updates and a report, highest`, trained.peak, 1500),
      {
        name: "prepare: planning and reading, an update",
        value: read,
        unit: "ms",
        note: "of a first window, processor time",
      },
    ] satisfies Figure[];
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Does a job in a process of its own. */
async function doApart(
  job: "prepare" | "train",
  configuration: Configuration,
  folder: string,
): Promise<JobCost> {
  const file = join(folder, "configuration.json");
  await writeFile(file, JSON.stringify(configuration));
  const script = join(import.meta.dirname, "measured-job.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, script, job, file]);
  return JSON.parse(stdout);
}

/** Plans a window and reads its batches, as training does. Gives the milliseconds of processor time of an update. */
async function readUpdates(configuration: Configuration): Promise<number> {
  const { data, training } = configuration;
  const cache = await openTrainingCache(configuration, data.cache!, {}, { onNotice: () => {} });
  const { examples } = cache.corpus;
  const before = process.cpuUsage();
  const batches = new EpochPlan(examples, { ...training, epoch: 1 }).batches(0).slice(0, 5000);
  for (const rows of batches) {
    const indices = [...rows];
    layOut(
      indices.map((index) => examples.example(index)),
      indices,
    );
  }
  const { user, system } = process.cpuUsage(before);
  cache.close();
  return (user + system) / 1000 / batches.length;
}

function memory(name: string, bytes: number, target: number): Figure {
  return { name, value: bytes / megabyte, unit: "MB", target, better: "below", note: "resident" };
}
