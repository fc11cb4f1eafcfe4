import { batches, encodePairs, type Pair } from "../data/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { CompileOptions } from "../search/translator.ts";
import { type Model, scoringGraph } from "../seq2seq/model.ts";

/** How well a model foresees given targets, token by token. */
export interface ForcedScore {
  /** −Σ log P(yᵗ | y¹ … yᵗ⁻¹, x) over all tokens, nats. */
  readonly negativeLogLikelihood: number;
  /** Target tokens, `</s>` included. */
  readonly tokens: number;
  /** Tokens that the model held to be the likeliest. */
  readonly correct: number;
}

export interface Scorer {
  /** Scores the targets of pairs: forced decoding. No pair is too long. */
  score(pairs: readonly Pair[]): Promise<ForcedScore>;
}

/** Makes a scorer of a model, compiled once. */
export async function createScorer(
  model: Model,
  runtime: Runtime,
  { live = false }: CompileOptions = {},
): Promise<Scorer> {
  const { configuration, source, target, weights } = model;
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const values = new Map(weights.views.map(({ name, data }) => [name, data]));
  const executable = await runtime.compile(scoringGraph(configuration, sizes, live ? undefined : values));

  return {
    async score(pairs) {
      const { examples } = encodePairs(pairs, source, target);
      const { batchTokens } = configuration.training;
      const total = { negativeLogLikelihood: 0, tokens: 0, correct: 0 };
      for (const batch of batches(examples, { batchTokens, shuffle: false })) {
        const { S, T, B, targetMask } = batch;
        const { losses, hits } = await executable.run({
          ...weights.tensors(),
          source: { dtype: "int32", shape: [S, B], data: batch.source },
          sourceMask: { dtype: "float32", shape: [S, B], data: batch.sourceMask },
          targetInput: { dtype: "int32", shape: [T, B], data: batch.targetInput },
          targetOutput: { dtype: "int32", shape: [T, B], data: batch.targetOutput },
        });
        total.tokens += batch.targetTokens;
        for (let i = 0; i < targetMask.length; i++) {
          if (targetMask[i] === 0) continue;
          total.negativeLogLikelihood += Number(losses!.data[i]);
          total.correct += Number(hits!.data[i]);
        }
      }
      return total;
    },
  };
}
