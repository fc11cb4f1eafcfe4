import { env } from "onnxruntime-web/wasm";

/** Tells ONNX Runtime where its files are: beside the script of this worker. */
export function locateRuntimeFiles(): void {
  env.wasm.wasmPaths = {
    mjs: new URL("ort-wasm-simd-threaded.mjs", self.location.href).href,
    wasm: new URL("ort-wasm-simd-threaded.wasm", self.location.href).href,
  };
}
