/**
 * Symbolic tensors, reverse-mode differentiation, and ONNX: write a function once, get the graph that computes
 * it and the graph that computes its gradient, and run both wherever ONNX Runtime runs.
 */

export { type Composite, composite } from "./composite.ts";
export { cut } from "./cut.ts";
export type { DType } from "./dtype.ts";
export * from "./elementwise.ts";
export { gather, pick, pickColumns, putColumns, reverseSequences } from "./gather.ts";
export { gradient, vectorJacobian } from "./gradient.ts";
export { layerNorm } from "./layer-norm.ts";
export { type LoopOptions, type LoopStep, loop } from "./loop.ts";
export { affine, type MatmulOptions, matmul } from "./matmul.ts";
export type { Differential, GradientRule } from "./node.ts";
export { type OnnxOptions, toOnnx } from "./onnx.ts";
export { cumulativeSum, nonZero, putRows, range, type Top, topK } from "./order.ts";
export { argMax, logSumExp, max, mean, type ReduceOptions, sum } from "./reduce.ts";
export {
  concat,
  expandDims,
  expandLike,
  relabel,
  reshape,
  sizeOf,
  sizesOf,
  slice,
  split,
  squeeze,
  transpose,
  zeros,
  zerosLike,
} from "./reshape.ts";
export { type ScanOptions, type ScanResult, type ScanStep, scan } from "./scan.ts";
export { type Dimension, formatShape, type Shape } from "./shape.ts";
export { crossEntropy, logSoftmax, smoothedCrossEntropy, softmax } from "./softmax.ts";
export { stopGradient } from "./stop-gradient.ts";
export { constant, input, type Operand, type Tensor, type TensorType } from "./tensor.ts";
