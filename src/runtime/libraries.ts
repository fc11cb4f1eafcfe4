/**
 * Imports of ONNX Runtime's JavaScript libraries. Names in variables keep bundlers from following an import:
 * a web page must not reach onnxruntime-node, nor onnxruntime-web's entry point for Node.
 */
export type OnnxRuntime = Pick<typeof import("onnxruntime-web"), "InferenceSession" | "Tensor" | "env">;

/** True in Node, or in an environment that passes itself off as Node. */
export const inNode = globalThis.process?.versions?.node !== undefined;

const nativeName = "onnxruntime-node";
const webInNodeName = "onnxruntime-web";

/** @throws what Node throws for a package that is not installed or a library that does not load here */
export async function importNative(): Promise<OnnxRuntime> {
  return await import(/* @vite-ignore */ /* webpackIgnore: true */ nativeName);
}

/**
 * In Node the package's main entry point, which reads its .wasm from its own folder and starts worker_threads; its
 * /wasm entry point fetches by URL there and fails. In browsers /wasm: half the download of the main one (no WebGPU).
 */
export async function importWasm(): Promise<OnnxRuntime> {
  if (inNode) return await import(/* @vite-ignore */ /* webpackIgnore: true */ webInNodeName);
  return await import("onnxruntime-web/wasm");
}
