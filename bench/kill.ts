import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mergeSettings, type Settings } from "../src/configuration/settings.ts";
import { RandomStream } from "../src/random.ts";
import { drawnMoment, leftIn, runKilled } from "../test/support/killed-runs.ts";
import { reversals } from "../test/support/reversals.ts";
import type { Bench } from "./bench.ts";

/** What all runs have in common. */
const common: Settings = {
  runtime: { threads: 1 },
  training: { epochs: 3, batchTokens: 200, checkpoint: { updates: 4 } },
  encoder: { size: 16 },
  decoder: { size: 16 },
  data: { pairs: "pairs.tsv", dev: "dev.tsv", test: "dev.tsv" },
};

const dropouts = { dropout: 0.2, tokenDropout: 0.1, recurrentDropout: 0.1 };

/** Runs that between them have every part of a state, by what is special about them. */
const runs: Readonly<Record<string, Settings>> = {
  "every dropout, own predictions, accumulation, averages": {
    encoder: dropouts,
    decoder: dropouts,
    training: {
      accumulation: 2,
      averageDecay: 0.99,
      averageCheckpoints: 2,
      scheduledSampling: { rate: 0.3 },
    },
  },
  "plain gradient descent, halved by plateau": {
    training: {
      optimizer: "sgd",
      schedule: "halving",
      patience: 1,
      learningRate: 0.5,
      epochs: 5,
      averageDecay: 0,
    },
  },
  "adafactor, frozen parts, subwords cut anew": {
    source: { tokenizer: "bpe", maximumVocabulary: 280, regularization: 0.2 },
    target: { tokenizer: "unigram", maximumVocabulary: 300, regularization: 0.2 },
    training: { optimizer: "adafactor", freeze: "encoder.embedding*" },
  },
  "several sources with weights": {
    data: {
      pairs: [
        { pairs: "pairs.tsv", weight: 1 },
        { pairs: "more.tsv", weight: 3 },
      ],
    },
  },
  "a token cache": { data: { cache: "cache" } },
  "parts of batches on replicas": {
    runtime: { replicas: 3 },
    encoder: dropouts,
    decoder: dropouts,
    training: { microBatches: 5 },
  },
};

/**
 * `npm run bench -- kill`: trainings that are killed at drawn moments, again and again, until they come to their end; what
 * they leave is compared with what an undisturbed one leaves, byte by byte but for times. Option: `--rounds` (default 100).
 */
export const kill: Bench = async ({ options, say }) => {
  const rounds = Number(options.rounds ?? 100);
  const folder = await mkdtemp(join(tmpdir(), "henkan-kill-"));
  const names = Object.keys(runs);
  const expected = new Map<string, { left: Readonly<Record<string, string>>; milliseconds: number }>();
  let [kills, same] = [0, 0];
  try {
    await writeData(folder);
    for (let round = 0; round < rounds; round++) {
      const name = names[round % names.length]!;
      const random = new RandomStream(1, `kill ${name}`, round);
      const begin = performance.now();
      if (!expected.has(name)) {
        await runKilled(await commandOf(folder, name, "whole"), join(folder, "whole"), []);
        expected.set(name, {
          left: await leftIn(join(folder, "whole")),
          milliseconds: performance.now() - begin,
        });
        await rm(join(folder, "whole"), { recursive: true });
      }
      const { left, milliseconds } = expected.get(name)!;
      const moments = Array.from({ length: 1 + random.integer(4) }, () => drawnMoment(random, milliseconds));
      const args = await commandOf(folder, name, "killed");
      const killed = await runKilled(args, join(folder, "killed"), moments);
      const found = await leftIn(join(folder, "killed"));
      const differing = [...new Set([...Object.keys(left), ...Object.keys(found)])].filter(
        (file) => left[file] !== found[file],
      );
      kills += killed.kills;
      if (differing.length === 0) same++;
      else
        say(
          `kill: round ${round + 1}, ${name}, ${JSON.stringify(moments)}: other than undisturbed: ${differing.join(", ")}`,
        );
      await rm(join(folder, "killed"), { recursive: true });
      await rm(join(folder, "cache"), { recursive: true, force: true });
      if ((round + 1) % 10 === 0)
        say(`kill: ${round + 1} rounds, ${kills} processes killed, ${same} rounds as undisturbed`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return [
    { name: "kill: processes killed", value: kills, unit: "" },
    { name: "kill: rounds as undisturbed", value: same / rounds, unit: "%", target: 1 },
  ];
};

async function writeData(folder: string): Promise<void> {
  const tsv = (count: number, seed: number) =>
    reversals(count, seed)
      .map(({ source, target }) => `${source}\t${target}\n`)
      .join("");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "pairs.tsv"), tsv(900, 1));
  await writeFile(join(folder, "more.tsv"), tsv(200, 3));
  await writeFile(join(folder, "dev.tsv"), tsv(40, 2));
}

/** A command that trains by a configuration file in the folder. */
async function commandOf(folder: string, name: string, out: string): Promise<string[]> {
  const file = join(folder, "run.json");
  await writeFile(file, JSON.stringify(mergeSettings(common, runs[name]!)));
  return ["train", file, "--out", join(folder, out)];
}
