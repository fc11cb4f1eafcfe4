/**
 * Trains each arm of `arms.ts` from each base configuration of this folder, with each seed, and prints what they score on
 * dev. A run that is in runs/ablation already is not made again, so it can be stopped and gone on with; `--part 1/2` and
 * `--part 2/2` share the runs between two processes.
 *
 * Usage: npx tsx bench/ablation/main.ts [--seeds 1,2] [--threads 1] [--part N/M] [--table]
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readLinesFile } from "../../src/data/files.ts";
import { writeFileAtomically } from "../../src/data/write-file.ts";
import { readConfiguration, trainFromFiles } from "../../src/jobs/index.ts";
import { loadModel } from "../../src/model-folder/model-folder.ts";
import { type Arm, arms } from "./arms.ts";

const here = import.meta.dirname;
const root = join(here, "../..");
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2" },
    threads: { type: "string", default: "1" },
    part: { type: "string", default: "1/1" },
    table: { type: "boolean", default: false },
  },
});
const seeds = values.seeds.split(",").map(Number);
const [part, parts] = values.part.split("/").map(Number) as [number, number];
const bases = [
  { data: "enja", metric: "bleu" },
  { data: "cmudict", metric: "sequence_error_rate" },
] as const;

interface Run {
  readonly data: string;
  readonly arm: Arm;
  readonly seed: number;
  readonly folder: string;
}

const runs = bases.flatMap(({ data }) =>
  seeds.flatMap((seed) =>
    arms.map((arm): Run => {
      const name = `${arm.name.replaceAll(/[^A-Za-z0-9.]+/g, "-")}-${seed}`;
      return { data, arm, seed, folder: join(root, "runs/ablation", data, name) };
    }),
  ),
);

if (!values.table) {
  await prepare();
  for (const [index, run] of runs.entries()) {
    if (index % parts === part - 1 && (await ended(run)) === null) await make(run);
  }
}
console.log(await table());

/** The pairs, where they are not there yet. */
async function prepare(): Promise<void> {
  const shared = join(root, "../shared/data");
  const cmudict = join(root, "runs/data/cmudict");
  if (!existsSync(join(cmudict, "dev.tsv"))) {
    const script = join(root, "scripts/prepare-cmudict.ts");
    execFileSync("npx", ["tsx", script, join(shared, "cmudict-g014b2b"), cmudict], { stdio: "inherit" });
  }
  const enja = join(root, "runs/data/enja-10k");
  await mkdir(enja, { recursive: true });
  for (const language of ["en", "ja"]) {
    const lines = await readLinesFile(join(shared, `enja-tanaka/train.${language}`));
    await writeFileAtomically(join(enja, `train.${language}`), `${lines.slice(0, 10_000).join("\n")}\n`);
  }
}

async function make({ data, arm, seed, folder }: Run): Promise<void> {
  const { training, ...settings } = arm.settings;
  const configuration = await readConfiguration(join(here, `${data}.yaml`), {
    ...settings,
    out: folder,
    training: { ...training, seed },
    runtime: { threads: Number(values.threads) },
  });
  const { dev } = await trainFromFiles(configuration);
  console.error(`${data}, ${arm.name}, seed ${seed}: ${JSON.stringify(dev?.metrics)}`);
}

/** What a run came to; null where it was not made, or not to its end. */
async function ended({ folder }: Run) {
  if (!existsSync(join(folder, "config.json"))) return null;
  const { model, record } = await loadModel(folder);
  const { dev, seconds, ended: how } = record.training;
  if (how === null || how === "interrupted" || dev === null) return null;
  return { metrics: dev.metrics, minutes: seconds / 60, parameters: model.weights.values.length };
}

/** A row for each arm in Markdown: on each data the parameters, the fastest run's minutes, and the score. */
async function table(): Promise<string> {
  const head = ["", ...bases.flatMap(({ data, metric }) => [`${data}: parameters`, "minutes", metric])];
  const rows = await Promise.all(
    arms.map(async (arm) => [arm.name, ...(await Promise.all(bases.map((base) => cells(arm, base)))).flat()]),
  );
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** The score is the mean over the seeds ± half their range. */
async function cells(arm: Arm, { data, metric }: (typeof bases)[number]): Promise<string[]> {
  const own = runs.filter((run) => run.data === data && run.arm === arm);
  const found = (await Promise.all(own.map(ended))).filter((one) => one !== null);
  if (found.length === 0) return ["", "", ""];
  const scores = found.map(({ metrics }) => metrics[metric]!);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const spread = (Math.max(...scores) - Math.min(...scores)) / 2;
  const minutes = Math.min(...found.map((one) => one.minutes)); // the least disturbed
  const parameters = `${(found[0]!.parameters / 1e6).toFixed(2)} M`;
  const missing = found.length < own.length ? ` (${found.length} of ${own.length})` : "";
  return [parameters, minutes.toFixed(1), `${mean.toFixed(1)} ± ${spread.toFixed(1)}${missing}`];
}
