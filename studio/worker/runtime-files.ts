/** Tells ONNX Runtime where its files are: beside the scripts of the page's workers. */
import { env } from "onnxruntime-web/wasm";

env.wasm.wasmPaths = {
  mjs: new URL("ort-wasm-simd-threaded.mjs", self.location.href).href,
  wasm: new URL("ort-wasm-simd-threaded.wasm", self.location.href).href,
};
