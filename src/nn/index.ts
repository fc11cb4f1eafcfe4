export type { Attend } from "./attend.ts";
export { attention } from "./attention.ts";
export { type Cell, cell } from "./cell.ts";
export { Dropout, type DropoutMask, drop } from "./dropout.ts";
export { embed, embedding } from "./embedding.ts";
export { embeddingNormal, outputNormal, zeroInitializer } from "./initializers.ts";
export { applyLinear, type Linear, linear } from "./linear.ts";
export { type ParameterSpec, Parameters } from "./parameters.ts";
export { countScalars, Weights, type WeightView } from "./weights.ts";
