import { type ConfigurationInput, parseConfiguration } from "../src/configuration/configuration.ts";
import type { Pair } from "../src/data/index.ts";
import { RandomStream } from "../src/random.ts";
import type { Runtime } from "../src/runtime/index.ts";
import { type EncodedCorpus, encodeCorpus } from "../src/training/encoded-corpus.ts";
import type { Ranks } from "../src/training/ranks.ts";
import { type TrainOptions, train } from "../src/training/train.ts";
import { type BenchShape, modelSettings } from "./shapes.ts";

/** Updates before the clock starts, and those that it counts. */
export interface Stretch {
  readonly warmUp: number;
  readonly counted: number;
}

/** Some seconds of native training. */
function secondsOf({ V }: BenchShape): Stretch {
  return { warmUp: 15, counted: V < 100 ? 400 : V < 5000 ? 80 : 25 };
}

function configurationOf({ E, H, B, S, T }: BenchShape, training: ConfigurationInput["training"]) {
  return parseConfiguration({
    source: { tokenizer: "words", minimumCount: 1 },
    target: { tokenizer: "words", minimumCount: 1 },
    ...modelSettings({ E, H }, { dropout: 0.2 }),
    training: { epochs: 1000, batchTokens: B * Math.max(S, T), ...training },
  });
}

/** Pairs of one length, so that each batch has B of them, with all V tokens. */
function corpusOf(shape: BenchShape, updates: number): EncodedCorpus {
  const { V, B, S, T } = shape;
  const random = new RandomStream(1, "scale bench");
  const words = V - 4; // beside the special tokens
  const line = (length: number, of: (n: number) => number) =>
    Array.from({ length: length - 1 }, (_, n) => `w${of(n) % words}`).join(" ");
  const drawn = (length: number) => line(length, () => random.integer(words));
  const pairs: Pair[] = [];
  for (let at = 0; at < words; at += T - 1) {
    pairs.push({ source: line(S, (n) => at + n), target: line(T, (n) => at + n) });
  }
  while (pairs.length < B * updates) pairs.push({ source: drawn(S), target: drawn(T) });
  return encodeCorpus(configurationOf(shape, {}), pairs);
}

/** How a training of a shape is spread. */
export interface Spread {
  readonly microBatches: number;
  readonly ranks?: Ranks | undefined;
  readonly startReplica: TrainOptions["startReplica"];
}

/** Target tokens a second of whole training loops, with everything that belongs to them. */
export async function tokensPerSecond(
  shape: BenchShape,
  runtime: Runtime,
  { microBatches, ranks, startReplica }: Spread,
  { warmUp, counted }: Stretch = secondsOf(shape),
): Promise<number> {
  const controller = new AbortController();
  const updates = counted - 1;
  let [start, end] = [0, 0];
  await train({
    corpus: corpusOf(shape, warmUp + counted),
    dev: [{ source: "w1", target: "w1" }],
    configuration: configurationOf(shape, { microBatches }),
    runtime,
    ranks,
    startReplica,
    signal: controller.signal,
    onPause: ({ at, update }) => {
      if (at !== "update") return;
      if (update === warmUp) start = performance.now();
      if (update !== warmUp + updates) return;
      end = performance.now();
      controller.abort();
    },
  });
  return (1000 * updates * shape.B * shape.T) / (end - start);
}
