/** Compiles ONNX models and runs them on ONNX Runtime: the native library, or WebAssembly. */
export type { HostTensor, HostTensors, TensorData } from "./host-tensor.ts";
export { openRuntime, type RuntimeOptions } from "./open-runtime.ts";
export type { Executable, Runtime } from "./runtime.ts";
