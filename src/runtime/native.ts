import type { InferenceSession, Tensor } from "onnxruntime-web";
import {
  compile,
  hiddenOutput,
  type Library,
  runtimeOf,
  type Tensors,
  toHostTensor,
  toTensor,
} from "./executable.ts";
import type { HostTensor, HostTensors } from "./host-tensor.ts";
import { importNative, type OnnxRuntime } from "./libraries.ts";
import type { Runtime } from "./runtime.ts";

/**
 * onnxruntime-node. Each session has its own threads.
 * @throws what Node throws when the package is missing or has no library for this platform
 */
export async function openNative(threads: number): Promise<Runtime> {
  const onnxruntime = await importNative();
  // Before the first session: silences warnings about devices that ONNX Runtime looks for and does not find.
  onnxruntime.env.logLevel = "error";
  const library: Library = {
    name: "native",
    onnxruntime,
    options: { executionProviders: ["cpu"], intraOpNumThreads: threads },
    run: (session, feeds, into) => run(onnxruntime, session, feeds, into),
  };
  return runtimeOf(library, threads, (model) => compile(library, withHiddenOutput(model)));
}

/**
 * onnxruntime-node 1.30 writes results into preallocated tensors, but then still copies each into a fresh array:
 * 24 ms for 51 MB of gradients, more than the optimizer takes. It does so after the run, output by output, and
 * stops at one that it cannot convert, such as a sequence. So each model gets an empty sequence as its first
 * output. It is fetched only if all other outputs are preallocated, and its error means that the run is done:
 * 3 ms instead of 27 for a Neg of 51 MB. With a version that converts sequences, results stay the same.
 */
const conversionError = "Non tensor type is temporarily not supported.";

const sharedMemory =
  "a tensor lies in a SharedArrayBuffer, which this version of Node keeps from native code";

async function run(
  onnxruntime: OnnxRuntime,
  session: InferenceSession,
  feeds: Tensors,
  into: HostTensors,
): Promise<HostTensors> {
  const outputs = session.outputNames.filter((output) => output !== hiddenOutput);
  const results: Record<string, HostTensor> = { ...into };
  const fetches: Record<string, Tensor | null> = {};
  for (const output of outputs) {
    const target = into[output];
    fetches[output] = target === undefined ? null : toTensor(onnxruntime, output, target);
  }
  if (outputs.every((output) => into[output] !== undefined)) fetches[hiddenOutput] = null;
  try {
    const fetched = await session.run(feeds, fetches);
    for (const output of outputs) results[output] ??= toHostTensor(fetched[output]!);
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    if (message === "Invalid argument") throw new Error(sharedMemory, { cause: error });
    if (message !== conversionError) throw error;
  }
  return results;
}

/**
 * Concatenated protocol buffers are merged, repeated fields in order: these bytes are a model whose
 * graph has one node `SequenceEmpty` and its output, a sequence of float32 tensors, which thus comes first.
 */
function withHiddenOutput(model: Uint8Array): Uint8Array {
  const name = [hiddenOutput.length, ...new TextEncoder().encode(hiddenOutput)];
  const operator = [13, ...new TextEncoder().encode("SequenceEmpty")];
  const node = [0x12, ...name, 0x22, ...operator];
  const output = [0x0a, ...name, 0x12, 8, 0x22, 6, 0x0a, 4, 0x0a, 2, 8, 1];
  const graph = [0x0a, node.length, ...node, 0x62, output.length, ...output];
  const prefix = [0x3a, graph.length, ...graph];
  const merged = new Uint8Array(prefix.length + model.length);
  merged.set(prefix);
  merged.set(model, prefix.length);
  return merged;
}
