import type { Tensor } from "../graph/index.ts";
import type { Rows } from "./rows.ts";

/** What an output layer reads. */
export interface Readout {
  /** ã, or the top layer's output where no context is read: `[R, H]` of a step, `[T, B, H]` of all steps. */
  readonly readout: Tensor;
  /** The embedded tokens before: `[R, E]`, or `[T, B, E]`. */
  readonly embedded: Tensor;
  /** With attention, its weights: `[B, Q, S]`, or `[T, B, S]`. */
  readonly weights?: Tensor | undefined;
}

/** What an output layer says of given targets, for its own losses. */
export interface TargetPrediction {
  /** Of the vocabulary's tokens, `[T, B, V]`. */
  readonly logits: Tensor;
}

/** An output layer, bound to a batch of sources. */
export interface OutputLayer {
  /** Ids as embeddings know them: a token that only the source has is UNK. */
  known(ids: Tensor): Tensor;
  /** log P of the next tokens in a step of search: `[R, V]`, or `[R, V + S]` where source tokens are copied. */
  logP(step: Readout, rows: Rows): Tensor;
  /** What it says of all steps of given targets. */
  predict(steps: Readout): TargetPrediction;
  /**
   * −log P of targets `[T, B]`, and the same against smoothed targets: `[T, B]` each.
   * @param smoothing ε; 0: both are one tensor
   */
  losses(
    prediction: TargetPrediction,
    targets: Tensor,
    smoothing: number,
  ): { loss: Tensor; smoothed: Tensor };
  /** The likeliest token at every step: `[T, B]` int64. */
  likeliest(prediction: TargetPrediction): Tensor;
}
