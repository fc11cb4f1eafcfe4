/**
 * The parts that models are made of, over `henkan/graph`: each declares its parameters once and gives a function of
 * symbolic tensors. Time comes first in sequences, `[S, B, …]`; unrolling a cell over time is `scan`'s part.
 */

export { RandomStream } from "../random.ts";
export type { Attend, Attended, AttendOptions, PrepareAttention } from "./attend.ts";
export { type AttentionOptions, type AttentionSizes, attention } from "./attention.ts";
export { type Cell, type CellInitialization, type CellKind, type CellStep, cell } from "./cell.ts";
export { Dropout, type DropoutMask, drop } from "./dropout.ts";
export { embed, embedding } from "./embedding.ts";
export {
  embeddingNormal,
  type Initializer,
  oneInitializer,
  outputNormal,
  type RecurrentKind,
  recurrentGates,
  xavierUniform,
  zeroInitializer,
} from "./initializers.ts";
export { layerNorm } from "./layer-norm.ts";
export { applyLinear, type Linear, linear } from "./linear.ts";
export { type ParameterSpec, Parameters } from "./parameters.ts";
export type { Score } from "./score.ts";
export { countScalars, Weights, type WeightTensor, type WeightView } from "./weights.ts";
