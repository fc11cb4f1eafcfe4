import { type Batch, buildBatch } from "../data/batch.ts";
import { planBatches } from "../data/batch-plan.ts";
import { inMemory } from "../data/example-source.ts";
import { encodePairs, type Pair } from "../data/index.ts";
import type { HostTensors, Runtime } from "../runtime/index.ts";
import { type Model, scoringGraph } from "../seq2seq/model.ts";
import { UNK } from "../text/index.ts";
import { BatchGraph } from "./batch-graph.ts";
import type { CompileOptions } from "./options.ts";

/** How well a model predicts given targets, token by token. */
export interface ForcedScore {
  /** −Σ log P(yᵗ | y¹ … yᵗ⁻¹, x) over all tokens, nats. */
  readonly negativeLogLikelihood: number;
  /** Target tokens, `</s>` included. */
  readonly tokens: number;
  /** Tokens that the model found likeliest. */
  readonly correct: number;
}

/** A model's scores of one pair. Logarithms are natural. */
export interface PairScore {
  readonly source: string;
  readonly target: string;
  /** log P(target | source) = Σ log P(yᵗ | y¹ … yᵗ⁻¹, x), `</s>` included. */
  readonly logProbability: number;
  /** `logProbability` over the number of target tokens, `</s>` included: comparable between lengths. */
  readonly score: number;
  /** The target's tokens as they are written, known to the vocabulary or not; `</s>` is not listed. */
  readonly tokens: readonly string[];
  /** [T] log P(yᵗ | y¹ … yᵗ⁻¹, x): one for each of `tokens`, then one for `</s>`. */
  readonly tokenLogProbabilities: readonly number[];
  readonly sourceTokens: readonly string[];
  /**
   * For each target token and `</s>` the weights over the source's tokens and its `</s>`: rows that add up to 1. Null
   * for a model without attention.
   */
  readonly attention: readonly (readonly number[])[] | null;
  /** Target tokens that are not in the vocabulary and cannot be copied: their probability is that of `<unk>`. */
  readonly unknown: number;
}

/**
 * Scores the targets of pairs: forced decoding. No pair is too long: `source.maximumLength`, at which a translator
 * cuts, does not apply here. A long pair takes memory for its target tokens times the vocabulary.
 */
export interface Scorer {
  /** All pairs together. */
  score(pairs: readonly Pair[], options?: ScoreOptions): Promise<ForcedScore>;
  /** Each pair, in the order given, as three numbers: for any number of pairs. */
  countPairs(pairs: readonly Pair[], options?: ScoreOptions): Promise<ForcedScore[]>;
  /**
   * Each pair, in the order given. How pairs are batched has no effect except rounding, below 1e-4. The attention of
   * all pairs is held in memory: pass many pairs in calls of some hundreds.
   */
  scorePairs(pairs: readonly Pair[], options?: ScoreOptions): Promise<PairScore[]>;
}

export interface ScoreOptions {
  /** Stops after the current batch: the call is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The fewest tokens, `</s>` included, that every source is padded to (default 0). */
  readonly sourceLength?: number | undefined;
}

/** Makes a scorer of a model, compiled once, when it is first used. */
export async function createScorer(
  model: Model,
  runtime: Runtime,
  { live = false }: CompileOptions = {},
): Promise<Scorer> {
  const { configuration, source, target, weights } = model;
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const values = new Map(weights.views.map(({ name, data }) => [name, data]));
  const build = () => scoringGraph(configuration, sizes, live ? undefined : values);
  const graph = new BatchGraph(runtime, build, live ? () => weights.tensors() : undefined);

  /** Decodes pairs, and reads each batch with the graph's outputs: `losses`, `hits`, `attention`. */
  async function decode(
    pairs: readonly Pair[],
    { signal, sourceLength }: ScoreOptions,
    read: (batch: Batch, results: HostTensors) => void,
  ): Promise<void> {
    const { examples } = encodePairs(pairs, source, target, { copying: configuration.decoder.copying });
    const { batchTokens } = configuration.training;
    const plan = planBatches(inMemory(examples), { batchTokens, shuffle: false });
    await graph.forEach(plan.reverse(), signal, async (rows, run) => {
      const batch = buildBatch(examples, rows, sourceLength);
      const { S, T, B } = batch;
      const results = await run({
        source: { dtype: "int32", shape: [S, B], data: batch.source },
        sourceMask: { dtype: "float32", shape: [S, B], data: batch.sourceMask },
        ...(batch.copies && { copies: { dtype: "int32", shape: [S, B], data: batch.copies } }),
        targetInput: { dtype: "int32", shape: [T, B], data: batch.targetInput },
        targetOutput: { dtype: "int32", shape: [T, B], data: batch.targetOutput },
      });
      read(batch, results);
    });
  }

  async function countPairs(pairs: readonly Pair[], options: ScoreOptions = {}): Promise<ForcedScore[]> {
    const counts: ForcedScore[] = new Array(pairs.length);
    await decode(pairs, options, (batch, results) => {
      batch.examples.forEach((index, b) => {
        counts[index] = countRow(batch, b, results);
      });
    });
    return counts;
  }

  return {
    async score(pairs, options) {
      const total = { negativeLogLikelihood: 0, tokens: 0, correct: 0 };
      for (const { negativeLogLikelihood, tokens, correct } of await countPairs(pairs, options)) {
        total.negativeLogLikelihood += negativeLogLikelihood;
        total.tokens += tokens;
        total.correct += correct;
      }
      return total;
    },

    countPairs,

    async scorePairs(pairs, options = {}) {
      const scores: PairScore[] = new Array(pairs.length);
      await decode(pairs, options, (batch, results) => {
        batch.examples.forEach((index, b) => {
          scores[index] = readPair(model, pairs[index]!, batch, b, results);
        });
      });
      return scores;
    },
  };
}

/** The sums of row b of a batch. */
function countRow({ T, B, targetMask }: Batch, b: number, { losses, hits }: HostTensors): ForcedScore {
  const counts = { negativeLogLikelihood: 0, tokens: 0, correct: 0 };
  for (let t = 0; t < T && targetMask[t * B + b] !== 0; t++) {
    counts.negativeLogLikelihood += Number(losses!.data[t * B + b]);
    counts.tokens++;
    counts.correct += Number(hits!.data[t * B + b]);
  }
  return counts;
}

/** Row b of a batch. */
function readPair(
  model: Model,
  pair: Pair,
  { S, B, ...batch }: Batch,
  b: number,
  results: HostTensors,
): PairScore {
  const { losses, attention } = results; // [T, B], [T, B, S]
  const tokens = model.target.tokens(pair.target);
  const sourceTokens = model.source.tokens(pair.source);
  const steps = [...tokens.keys(), tokens.length];
  const tokenLogProbabilities = steps.map((t) => -Number(losses!.data[t * B + b]));
  const logProbability = tokenLogProbabilities.reduce((sum, one) => sum + one, 0);
  const weights = (t: number): number[] => {
    const start = (t * B + b) * S;
    return Array.from((attention!.data as Float32Array).subarray(start, start + sourceTokens.length + 1));
  };
  return {
    source: pair.source,
    target: pair.target,
    logProbability,
    score: logProbability / steps.length,
    tokens,
    tokenLogProbabilities,
    sourceTokens,
    attention: attention === undefined ? null : steps.map(weights),
    unknown: steps.filter((t) => batch.targetOutput[t * B + b] === UNK).length,
  };
}
