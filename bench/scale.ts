import { type ConfigurationInput, parseConfiguration } from "../src/configuration/configuration.ts";
import type { Pair } from "../src/data/index.ts";
import { startReplicaThread } from "../src/jobs/replicas/replica-thread.ts";
import { RandomStream } from "../src/random.ts";
import type { Runtime } from "../src/runtime/index.ts";
import { type EncodedCorpus, encodeCorpus } from "../src/training/encoded-corpus.ts";
import { train } from "../src/training/train.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { median } from "./interleave.ts";
import { type BenchShape, modelSettings, shapes } from "./shapes.ts";

/** Updates before the clock starts, and those that it counts. */
const warmUp = 15;

/** What is to be reached against one session of two threads: issue 21's targets. */
const targets = new Map([
  ["V 60 E 64 H 128", 1.5],
  ["V 4000 E 128 H 256", 1.2],
  ["V 8000 E 256 H 512", 1],
]);

/**
 * Whole training loops: one session of all threads, which computes whole batches, against replicas of one thread each that
 * share their parts. In turns.
 */
export const scale: Bench = async ({ runtime, options, say }) => {
  const rounds = Number(options.rounds ?? 5);
  const figures: Figure[] = [];
  for (const shape of shapes.toReversed()) {
    const corpus = corpusOf(shape);
    const ways = [1, runtime.threads, 2 * runtime.threads];
    const rates = ways.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [n, microBatches] of ways.entries()) {
        rates[n]!.push(await tokensPerSecond(shape, corpus, runtime, { microBatches }));
      }
      say(`scale: ${shape.name}: ${rates.map((all) => all.at(-1)!.toFixed(0)).join(", ")} target tokens/s`);
    }
    const [whole, ...others] = rates.map(median);
    figures.push({ name: `scale: ${shape.name}, one session`, value: whole!, unit: "tokens/s" });
    for (const [n, rate] of others.entries()) {
      const target = n === 0 ? targets.get(shape.name) : undefined;
      figures.push({
        name: `scale: ${shape.name}, ${runtime.threads} replicas of ${ways[n + 1]} parts / one session`,
        value: rate / whole!,
        unit: "",
        ...(target !== undefined && { target }),
        note: `${rate.toFixed(0)} target tokens/s`,
      });
    }
  }
  return figures;
};

/** Updates that the clock counts: some seconds. */
function updatesOf(V: number): number {
  return V < 100 ? 400 : V < 5000 ? 80 : 25;
}

/** Pairs of one length, so that each batch has B of them. */
function corpusOf({ V, B, S, T }: BenchShape): EncodedCorpus {
  const random = new RandomStream(1, "scale bench");
  const words = V - 4; // beside the special tokens
  const line = (length: number) =>
    Array.from({ length: length - 1 }, () => `w${random.integer(words)}`).join(" ");
  const all = Array.from({ length: words }, (_, n) => `w${n}`);
  const pairs: Pair[] = [];
  for (let at = 0; at < words; at += T - 1) {
    const every = Array.from({ length: T - 1 }, (_, n) => all[(at + n) % words]).join(" ");
    pairs.push({ source: every, target: every });
  }
  while (pairs.length < B * (warmUp + updatesOf(V))) pairs.push({ source: line(S), target: line(T) });
  return encodeCorpus(configurationOf({ E: 2, H: 2, B, S, T } as BenchShape, {}), pairs);
}

function configurationOf({ E, H, B, S, T }: BenchShape, training: ConfigurationInput["training"]) {
  return parseConfiguration({
    source: { tokenizer: "words", minimumCount: 1 },
    target: { tokenizer: "words", minimumCount: 1 },
    ...modelSettings({ E, H }, { dropout: 0.2 }),
    training: { epochs: 1000, batchTokens: B * Math.max(S, T), ...training },
  });
}

async function tokensPerSecond(
  shape: BenchShape,
  corpus: EncodedCorpus,
  runtime: Runtime,
  training: { readonly microBatches: number },
): Promise<number> {
  const controller = new AbortController();
  const updates = updatesOf(shape.V);
  let [start, end] = [0, 0];
  const configuration = parseConfiguration(configurationOf(shape, training));
  await train({
    corpus,
    dev: [{ source: "w1", target: "w1" }],
    configuration,
    runtime,
    startReplica: startReplicaThread,
    signal: controller.signal,
    onPause: ({ at, update }) => {
      if (at !== "update") return;
      if (update === warmUp) start = performance.now();
      if (update !== warmUp + updates - 1) return;
      end = performance.now();
      controller.abort();
    },
  });
  return (1000 * (updates - 1) * shape.B * shape.T) / (end - start);
}
