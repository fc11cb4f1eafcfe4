import { compile, copiedInto, type Library, runtimeOf, toHostTensor } from "./executable.ts";
import type { HostTensor } from "./host-tensor.ts";
import { importWasm, inNode } from "./libraries.ts";
import type { Runtime } from "./runtime.ts";
import { availableThreads } from "./threads.ts";

let opened: Promise<Runtime> | undefined;

/**
 * onnxruntime-web. All sessions share its threads, and their number is fixed by the first call: read `threads`
 * of the result. A page that is not cross-origin isolated has no shared memory, so one thread.
 * @throws what the browser or Node throws when the library or its .wasm file does not load
 */
export function openWasm(threads?: number): Promise<Runtime> {
  opened ??= open(threads);
  return opened;
}

/** Workers start up front, each with its own stack; beyond some number they are not worth it. */
const defaultMostThreads = 8;

async function open(asked: number | undefined): Promise<Runtime> {
  const onnxruntime = await importWasm();
  const shared = inNode || globalThis.crossOriginIsolated === true;
  const threads = shared ? (asked ?? Math.min(availableThreads(), defaultMostThreads)) : 1;
  onnxruntime.env.wasm.numThreads = threads;
  onnxruntime.env.logLevel = "fatal";
  const library: Library = { name: "wasm", onnxruntime, options: { executionProviders: ["wasm"] }, run };
  // The .wasm file loads with the first session: load it now, when falling back or reporting is still possible.
  await (await onnxruntime.InferenceSession.create(zero, library.options)).release();
  return runtimeOf(library, threads, (model) => inTurn(() => compile(library, model)));
}

/** onnxruntime-web copies preallocated outputs in and never out, so the copy into them is made here. */
const run: Library["run"] = async (session, feeds, into) => {
  const fetched = await inTurn(() => session.run(feeds, { logSeverityLevel: 4 }));
  const results: Record<string, HostTensor> = {};
  for (const [output, tensor] of Object.entries(fetched)) {
    const result = toHostTensor(tensor);
    results[output] = copiedInto(into[output], output, result);
  }
  return results;
};

let last: Promise<unknown> = Promise.resolve();

/**
 * Lets calls of the library wait for each other. It lays arguments on WebAssembly's stack and awaits before it takes them
 * away, so that two calls at the same time, even of different sessions, write over each other's.
 */
function inTurn<T>(call: () => Promise<T>): Promise<T> {
  const turn = last.then(call);
  last = turn.catch(() => {});
  return turn;
}

/** The smallest ONNX model: ir_version 10, opset 21, one output `y` [], which is the constant 0. */
// biome-ignore format: bytes
const zero = Uint8Array.of(8, 10, 58, 29, 18, 1, 103, 42, 11, 16, 1, 66, 1, 121, 74, 4, 0, 0, 0, 0, 98, 11, 10, 1, 121, 18, 6, 10, 4, 8, 1, 18, 0, 66, 2, 16, 21);
