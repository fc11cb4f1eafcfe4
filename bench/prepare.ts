import { execFile } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EpochPlan, layOut } from "../src/data/index.ts";
import { openTrainingCache } from "../src/jobs/prepare/training-cache.ts";
import { type Configuration, parseConfiguration } from "../src/seq2seq/configuration.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { writeGeneratedCorpus } from "./generated-corpus.ts";

const megabyte = 2 ** 20;
/** What the issue asks for is of this many pairs. */
const asked = 10_000_000;
/** Of the training that is begun over the cache. */
const updates = 20;

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
      data: { pairs: path },
      source: { tokenizer },
      target: { tokenizer },
      runtime: { threads: runtime.threads },
    });
    const made = await measure(() => openCache(configuration, folder));
    made.result.close();
    const opened = await measure(() => openCache(configuration, folder));
    const read = await measure(async () => readUpdates(opened.result.corpus.examples, configuration));
    opened.result.close();
    const training = await startTraining(configuration, folder);
    const note = `${pairs.toLocaleString("en")} pairs, ${(size / 1e6).toFixed(0)} MB, ${tokenizer}`;
    const scaled = (made.seconds * asked) / pairs;
    return [
      {
        name: "prepare: 10 M pairs, at this rate",
        value: scaled,
        unit: "s",
        target: 600,
        better: "below",
        note,
      },
      { name: "prepare: processor time", value: made.processor, unit: "s", note: "of all threads" },
      memory("prepare: memory, highest", made.peak, 1000),
      {
        name: "prepare: opening the cache",
        value: opened.seconds,
        unit: "s",
        target: 5,
        better: "below",
        note: `${(opened.result.corpus.examples.count / 1e6).toFixed(2)} M examples`,
      },
      {
        name: "prepare: planning and reading, an update",
        value: (1000 * read.processor) / read.result,
        unit: "ms",
        note: `${read.result} updates of a first window, processor time`,
      },
      memory("prepare: memory while reading, highest", read.peak, 1500),
      {
        name: "prepare: training's start to its first update",
        value: training.first,
        unit: "s",
        target: 5,
        better: "below",
        note: "a new process, with opening the cache, compiling the model and the update itself",
      },
      memory(`prepare: memory while training, ${updates} updates, highest`, training.peak, 1500),
    ] satisfies Figure[];
  } finally {
    await rm(folder, { recursive: true });
  }
};

function openCache(configuration: Configuration, folder: string) {
  return openTrainingCache(configuration, join(folder, "cache"), {}, { onNotice: () => {} });
}

/** Begins to train over the cache in another process: the seconds to the end of its first update, and its memory. */
async function startTraining(
  configuration: Configuration,
  folder: string,
): Promise<{ first: number; peak: number }> {
  const file = join(folder, "training.json");
  const { data, ...rest } = configuration;
  const out = join(folder, "model");
  await writeFile(file, JSON.stringify({ ...rest, out, data: { ...data, cache: join(folder, "cache") } }));
  const script = join(import.meta.dirname, "training-start.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...[...process.execArgv, script],
    ...[file, String(updates)],
  ]);
  return JSON.parse(stdout);
}

/** Plans a window and reads its batches, as training does. */
function readUpdates(
  examples: Awaited<ReturnType<typeof openCache>>["corpus"]["examples"],
  { training }: Configuration,
): number {
  const plan = new EpochPlan(examples, { ...training, epoch: 1 });
  const batches = plan.batches(0).slice(0, 5000);
  for (const rows of batches) {
    const indices = [...rows];
    layOut(
      indices.map((index) => examples.example(index)),
      indices,
    );
  }
  return batches.length;
}

function memory(name: string, bytes: number, target: number): Figure {
  return { name, value: bytes / megabyte, unit: "MB", target, better: "below", note: "resident" };
}

async function measure<T>(
  work: () => Promise<T>,
): Promise<{ result: T; seconds: number; processor: number; peak: number }> {
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, 50);
  const [begin, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  sample();
  clearInterval(timer);
  return { result, seconds: (performance.now() - begin) / 1000, processor: (user + system) / 1e6, peak };
}
