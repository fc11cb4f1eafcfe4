/**
 * The parts that models are made of, over `henkan/graph`: each declares its parameters once and gives a function of
 * symbolic tensors. Time comes first in sequences, `[S, B, …]`; unrolling a cell over time is `scan`'s part.
 */

export { RandomStream } from "../random.ts";
export type { Attend, Attended, AttendOptions, ForcedWeights, PrepareAttention } from "./attend.ts";
export { type AttentionOptions, type AttentionScore, attention, attentionScores } from "./attention.ts";
export type { AttentionSizes, ScoreDefinition, ScoreOptions } from "./attention-score.ts";
export { bridge, bridges } from "./bridge.ts";
export type { Cell, CellDefinition, CellInitialization, CellSetting, CellStep, Gates } from "./cell.ts";
export { type CellKind, cell, cellKinds } from "./cell-kinds.ts";
export { Dropout, type DropoutMask, drop } from "./dropout.ts";
export { embed, embedding } from "./embedding.ts";
export {
  embeddingNormal,
  type Initializer,
  oneInitializer,
  outputNormal,
  type RecurrentKind,
  recurrentGates,
  recurrentInitializations,
  xavierUniform,
  zeroInitializer,
} from "./initializers.ts";
export { layerNorm } from "./layer-norm.ts";
export { applyLinear, type Linear, linear } from "./linear.ts";
export { type ParameterSpec, Parameters } from "./parameters.ts";
export { countScalars, Weights, type WeightTensor, type WeightView } from "./weights.ts";
