import { bindKernels, type Kernels } from "./kernels.ts";

/** Flat buffers of float32 side by side in one WebAssembly memory, where the runtime and the kernels reach them. */
export interface FlatMemory {
  readonly buffers: readonly Float32Array[];
  readonly kernels: Kernels;
}

/** A multiple of a vector's size, so that loads do not straddle cache lines without need. */
const alignment = 32;
const bytesPerPage = 65536;

/** @param lengths of the buffers, counted in numbers; they begin as zeros */
export function flatMemory(lengths: readonly number[]): FlatMemory {
  let end = 0;
  const offsets = lengths.map((length) => {
    const offset = end;
    end += alignment * Math.ceil((4 * length) / alignment);
    return offset;
  });
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / bytesPerPage) });
  return {
    buffers: lengths.map((length, index) => new Float32Array(memory.buffer, offsets[index], length)),
    kernels: bindKernels(memory),
  };
}
