import type { Tensor } from "../../graph/index.ts";
import type { BoundDecoder } from "../../seq2seq/decoder.ts";
import type { Constraints } from "./rules.ts";

/** The inputs of a search: the decoders of a model, or of an ensemble, bound to sources, and constraints. */
export interface SearchInputs {
  readonly decoders: readonly BoundDecoder[];
  /** `[S, B]`, int32. */
  readonly source: Tensor;
  /** `[B, S]`, 1 for a token, 0 for padding. */
  readonly mask: Tensor;
  readonly constraints: Constraints;
}

/** The result of a search of T steps: N hypotheses for each of B sentences. */
export interface SearchOutput {
  /** `[B, N, T]` int32: tokens and `</s>`, then PAD. All PAD means that there is no such hypothesis. */
  readonly ids: Tensor;
  /** `[B, N, T]`: the model's log P of each token. */
  readonly logProbabilities: Tensor;
  /** `[B, N]`: what hypotheses are ranked by. */
  readonly scores: Tensor;
  /** `[B, N, T, S]`, for a model with attention. */
  readonly attention?: Tensor;
}
