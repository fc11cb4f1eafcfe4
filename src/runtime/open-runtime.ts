import { ConfigError, RuntimeUnavailableError } from "../errors.ts";
import { reason } from "./executable.ts";
import { inNode } from "./libraries.ts";
import { openNative } from "./native.ts";
import type { Runtime } from "./runtime.ts";
import { availableThreads } from "./threads.ts";
import { openWasm } from "./wasm.ts";

export interface RuntimeOptions {
  /** Use this one or fail. Default: native in Node, WebAssembly in browsers and if native does not load. */
  readonly prefer?: Runtime["name"];
  /** Threads for one operator, 1 or more. Default: the number of logical cores, for WebAssembly at most 8. */
  readonly threads?: number | undefined;
  /** Receives a line when native does not load in Node. Default: `console.warn`. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Opens ONNX Runtime.
 * @throws ConfigError when `threads` is not a count
 * @throws RuntimeUnavailableError when the preferred runtime does not load, or none does
 */
export async function openRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const { prefer, threads, onNotice = console.warn } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0))
    throw new ConfigError(`threads ${threads}: expected a whole number of 1 or more`);
  if (prefer === "native" || (prefer === undefined && inNode)) {
    try {
      return await openNative(threads ?? availableThreads());
    } catch (cause) {
      const instead = `runtime "native": ${missing(cause)}; or take the runtime "wasm"`;
      if (prefer === "native") throw new RuntimeUnavailableError(instead, { cause });
      onNotice(`Running on WebAssembly, which is several times slower: ${missing(cause)}`);
    }
  }
  return await openWasm(threads).catch((cause) => {
    const what = `runtime "wasm": onnxruntime-web cannot be loaded (${reason(cause)})`;
    const mend = `Install henkan's dependencies with "npm install"; a web page must also serve ort-wasm-simd-threaded.wasm`;
    throw new RuntimeUnavailableError(`${what}. ${mend}`, { cause });
  });
}

function missing(cause: unknown): string {
  const what = `onnxruntime-node cannot be loaded (${reason(cause)})`;
  return `${what}. To mend it: npm install --ignore-scripts onnxruntime-node`;
}
