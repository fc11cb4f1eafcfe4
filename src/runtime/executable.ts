import type { InferenceSession, Tensor } from "onnxruntime-web";
import { HenkanError } from "../errors.ts";
import type { HostTensor, HostTensors } from "./host-tensor.ts";
import type { OnnxRuntime } from "./libraries.ts";
import type { Executable, Runtime } from "./runtime.ts";

export type Tensors = Record<string, Tensor>;

/** One of ONNX Runtime's two libraries, loaded. */
export interface Library {
  readonly name: Runtime["name"];
  readonly onnxruntime: OnnxRuntime;
  /** This library's options beside `sharedOptions`. */
  readonly options: InferenceSession.SessionOptions;
  /** Runs a session and writes the outputs named in `into` there. Returns all outputs. */
  run(session: InferenceSession, feeds: Tensors, into: HostTensors): Promise<HostTensors>;
}

/**
 * Measured with an LSTM layer as a Scan (T 20, B 64, H 128), native, two threads:
 * - graph optimisation changes nothing in such a graph; "all" is for the nodes around scans;
 * - nodes in parallel cost 1.6 times as much, and up to 16 times at H 32 when the machine is busy;
 * - a memory pattern is a plan of allocations for each combination of shapes: no faster, and after 240 shapes
 *   (H 256) 292 MB and growing, 249 MB without. Without the arena: 5 to 10 % slower;
 * - waiting threads spin for the next operator (the default): 2.9 ms, without spinning 3.3.
 * - `set_denormal_as_zero` stays off: denormals make a Mul 6 times slower, but the flag also flushes them in
 *   JavaScript's own arithmetic on this thread, from then on.
 * Failures are thrown, so none is logged.
 */
const sharedOptions: InferenceSession.SessionOptions = {
  graphOptimizationLevel: "all",
  executionMode: "sequential",
  enableCpuMemArena: true,
  enableMemPattern: false,
  // It would turn Transpose and MatMul back into the operator that they replace, which is slower.
  extra: { optimization: { disable_specified_optimizers: "MatmulTransposeFusion" } },
  logSeverityLevel: 4,
};

const sessions = new FinalizationRegistry<InferenceSession>((session) => void session.release());

/** @throws HenkanError when the model is damaged or has an operator that the library does not know */
export async function compile(library: Library, model: Uint8Array): Promise<Executable> {
  try {
    const options = { ...sharedOptions, ...library.options };
    const session = await library.onnxruntime.InferenceSession.create(model, options);
    const executable = new SessionExecutable(session, library);
    sessions.register(executable, session, executable);
    return executable;
  } catch (cause) {
    throw new HenkanError(`the ${library.name} runtime cannot compile the model: ${reason(cause)}`, {
      cause,
    });
  }
}

/** A runtime that computes on the calling thread. */
export function runtimeOf(
  { name }: Pick<Library, "name">,
  threads: number,
  compile: Runtime["compile"],
): Runtime {
  return { name, threads, replicas: 1, compile, replicate: compile };
}

/** The first line of what was thrown. */
export function reason(thrown: unknown): string {
  return String(thrown instanceof Error ? thrown.message : thrown).split("\n")[0]!;
}

export function cannotRun(name: Runtime["name"], cause: unknown): HenkanError {
  return new HenkanError(`the ${name} runtime cannot run the graph: ${reason(cause)}`, { cause });
}

/** An output with this name is internal to the runtime (native.ts). */
export const hiddenOutput = "henkan.hidden";

class SessionExecutable implements Executable {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  private readonly session: InferenceSession;
  private readonly library: Library;
  private held: HostTensors = {};

  constructor(session: InferenceSession, library: Library) {
    this.session = session;
    this.library = library;
    this.inputs = session.inputNames;
    this.outputs = session.outputNames.filter((output) => output !== hiddenOutput);
  }

  async release(): Promise<void> {
    if (sessions.unregister(this)) await this.session.release();
  }

  async hold(feeds: HostTensors): Promise<void> {
    this.held = feeds;
  }

  async run(given: HostTensors, into: HostTensors = {}): Promise<HostTensors> {
    const { name, onnxruntime } = this.library;
    const feeds = { ...this.held, ...given };
    try {
      const unfed = this.inputs.filter((input) => feeds[input] === undefined);
      if (unfed.length > 0) throw new Error(`no feed for ${unfed.join(", ")}`);
      refuseUnknown(into, this.outputs);
      const tensors = this.inputs.map((input) => [input, toTensor(onnxruntime, input, feeds[input]!)]);
      const results = await this.library.run(this.session, Object.fromEntries(tensors), into);
      // Reading `this` here keeps the executable, and so its session, alive until the run is over.
      return Object.fromEntries(this.outputs.map((output) => [output, results[output]!]));
    } catch (cause) {
      throw cannotRun(name, cause);
    }
  }
}

/** @throws Error where tensors are given for what is no output */
export function refuseUnknown(into: HostTensors, outputs: readonly string[]): void {
  const unknown = Object.keys(into).filter((output) => !outputs.includes(output));
  if (unknown.length > 0) throw new Error(`no output ${unknown.join(", ")}: it has ${outputs.join(", ")}`);
}

/**
 * Copies an output into the tensor for it, if there is one.
 * @returns that tensor, or else the output
 * @throws Error where they differ in type or shape
 */
export function copiedInto(to: HostTensor | undefined, name: string, from: HostTensor): HostTensor {
  if (to === undefined) return from;
  const [actual, expected] = [from, to].map(({ dtype, shape }) => `${dtype} [${shape}]`);
  if (actual !== expected) throw new Error(`output ${name} is ${actual}, the tensor for it ${expected}`);
  if (to.data.length !== from.data.length)
    throw new Error(`output ${name} has ${from.data.length} values, the tensor for it ${to.data.length}`);
  (to.data as Float32Array).set(from.data as Float32Array);
  return to;
}

/** Views the same memory; nothing is copied. */
export function toTensor({ Tensor }: OnnxRuntime, name: string, { dtype, shape, data }: HostTensor): Tensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (size !== data.length) throw new Error(`${name} [${shape}] has ${data.length} values, expected ${size}`);
  return new Tensor(dtype as "float32", data as Float32Array, shape);
}

/** The reverse of `toTensor`. */
export function toHostTensor({ type, dims, data }: Tensor): HostTensor {
  return { dtype: type as HostTensor["dtype"], shape: dims, data: data as HostTensor["data"] };
}
