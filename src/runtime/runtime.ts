import type { HostTensors } from "./host-tensor.ts";

/** A compiled graph. Its memory is freed when it is garbage collected: there is nothing to close. */
export interface Executable {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Computes all outputs. The native library computes on the calling thread, which waits for it, unless there are
   * replicas: then runs that are begun while others go on are computed beside them.
   *
   * @param feeds by input name; tensors that the graph does not read are ignored
   * @param into by output name, tensors of exactly the output's shape that receive the result. Name all outputs
   *   where you can: the native library makes a second copy of every output as soon as one is not named.
   * @returns by output name: the tensor given in `into`, otherwise a fresh one
   * @throws HenkanError when an input is missing or has another type or rank than the graph says, when an output
   *   does not exist or has another shape than its tensor in `into`, or when an operator fails
   */
  run(feeds: HostTensors, into?: HostTensors): Promise<HostTensors>;
  /**
   * Tensors that later runs read where they are not fed others: weights, of which replicas then make one copy for many runs.
   * They must not change before the next call, which replaces them.
   * @param feeds by input name; tensors that the graph does not read are ignored
   */
  hold(feeds: HostTensors): Promise<void>;
  /** Frees its memory at once, which garbage collection would do some time later; it cannot run any more. */
  release(): Promise<void>;
}

/** Something that compiles ONNX models. The same model, feeds, runtime and threads give the same bits. */
export interface Runtime {
  readonly name: "native" | "wasm";
  /** Threads that compute one operator together. */
  readonly threads: number;
  /** How many runs of what `replicate` gives go on at the same time. */
  readonly replicas: number;
  /**
   * @param model an ONNX model of opset 11 or later, binary
   * @throws HenkanError when the model is damaged or has an operator that the runtime does not know
   */
  compile(model: Uint8Array): Promise<Executable>;
  /**
   * Compiles a graph for many runs: in `replicas` threads beside the caller's, each of which computes by itself and holds
   * the graph's weights once more. With one replica it is `compile`.
   */
  replicate(model: Uint8Array): Promise<Executable>;
}
