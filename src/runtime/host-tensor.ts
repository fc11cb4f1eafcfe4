import type { DType } from "../graph/dtype.ts";

/** By dtype: float32, int32, int64, bool. A bool is one byte, 0 or 1. */
export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/**
 * A tensor in the program's own memory. `data` is row-major, has as many elements as `shape` says, and may be
 * a subarray of a bigger buffer, also of a WebAssembly.Memory: runtimes read and fill it in place.
 * Over a SharedArrayBuffer it works only with the WebAssembly runtime (Node 20 refuses it to native code).
 */
export interface HostTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export type HostTensors = Readonly<Record<string, HostTensor>>;
