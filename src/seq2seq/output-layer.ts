import type { Tensor } from "../graph/index.ts";
import type { Rows } from "./rows.ts";

/** What an output layer reads. */
export interface Readout {
  /** ã, or the top layer's output if no context is read: `[R, H]` of a step, `[T, B, H]` of all steps. */
  readonly readout: Tensor;
  /** The embedded previous tokens: `[R, E]`, or `[T, B, E]`. */
  readonly embedded: Tensor;
  /** With attention, its weights: `[B, Q, S]`, or `[T, B, S]`. */
  readonly weights?: Tensor | undefined;
}

/** An output layer's prediction for given targets, for its own losses. */
export interface TargetPrediction {
  /** Logits of the vocabulary's tokens, `[T, B, V]`. */
  readonly logits: Tensor;
}

/** An output layer, bound to a batch of sources. */
export interface OutputLayer {
  /** Ids for embeddings: a token that only the source has becomes UNK. */
  known(ids: Tensor): Tensor;
  /** log P of the next tokens in a step of search: `[R, V]`, or `[R, V + S]` where source tokens are copied. */
  logP(step: Readout, rows: Rows): Tensor;
  /** Its prediction for all steps of given targets. */
  predict(steps: Readout): TargetPrediction;
  /**
   * −log P of targets `[T, B]`, and the same against smoothed targets: `[T, B]` each.
   * @param smoothing ε; if 0, both are the same tensor
   */
  losses(
    prediction: TargetPrediction,
    targets: Tensor,
    smoothing: number,
  ): { loss: Tensor; smoothed: Tensor };
  /** The likeliest token at every step: `[T, B]` int64. */
  likeliest(prediction: TargetPrediction): Tensor;
}
