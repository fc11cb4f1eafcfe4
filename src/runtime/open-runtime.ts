import { ConfigError, RuntimeUnavailableError } from "../errors.ts";
import { reason } from "./executable.ts";
import { inNode } from "./libraries.ts";
import { canReplicate, withReplicas } from "./load-replicas.ts";
import { openNative } from "./native.ts";
import type { Runtime } from "./runtime.ts";
import { availableThreads } from "./threads.ts";
import { openWasm } from "./wasm.ts";

export interface RuntimeOptions {
  /** Use this one or fail. Default: native in Node, WebAssembly in browsers and if native does not load. */
  readonly prefer?: Runtime["name"];
  /** Threads for one operator, 1 or more. Default: the number of logical cores, for WebAssembly at most 8. */
  readonly threads?: number | undefined;
  /**
   * Many runs of one graph, as when a file is translated, are shared among as many sessions of one thread, each in a thread
   * of its own; results are the same. Each session holds the graph's weights. 1: they are computed one after the other, by
   * `threads` threads together. Default: `threads`, at most 8; 1 in browsers.
   */
  readonly replicas?: number | undefined;
  /** Receives a line when native does not load in Node. Default: `console.warn`. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Opens ONNX Runtime.
 * @throws ConfigError when `threads` is not a count
 * @throws RuntimeUnavailableError when the preferred runtime does not load, or none does
 */
export async function openRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const { threads, replicas } = options;
  for (const [name, value] of Object.entries({ threads, replicas })) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw new ConfigError(`${name} ${value}: expected a whole number of 1 or more`);
  }
  return replicated(await openLibrary(options), options);
}

async function openLibrary({ prefer, threads, onNotice = console.warn }: RuntimeOptions): Promise<Runtime> {
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

/** More are rarely of use, and each takes memory. */
const defaultMostReplicas = 8;

function replicated(runtime: Runtime, { replicas: asked, onNotice = console.warn }: RuntimeOptions): Runtime {
  const count = asked ?? Math.min(runtime.threads, defaultMostReplicas);
  if (count === 1) return runtime;
  if (!canReplicate()) {
    if (asked === undefined) return runtime;
    throw new RuntimeUnavailableError(
      `replicas ${asked}: they need Node and the script graph-replicas.js, which is not in this bundle; leave replicas out`,
    );
  }
  const cores = availableThreads();
  if (count > cores)
    onNotice(`${count} replicas on ${cores} cores: those beyond ${cores} gain nothing and take memory`);
  return withReplicas(runtime, count);
}

function missing(cause: unknown): string {
  const what = `onnxruntime-node cannot be loaded (${reason(cause)})`;
  return `${what}. To mend it: npm install --ignore-scripts onnxruntime-node`;
}
