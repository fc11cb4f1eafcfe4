import { bindKernels, type Kernels } from "./kernels.ts";

/** Flat buffers of float32 side by side in one WebAssembly memory, where the runtime and the kernels reach them. */
export interface FlatMemory {
  readonly memory: WebAssembly.Memory;
  readonly buffers: readonly Float32Array[];
  readonly kernels: Kernels;
}

/** A multiple of a vector's size, so that loads do not straddle cache lines without need. */
const alignment = 32;
const bytesPerPage = 65536;

/**
 * @param lengths of the buffers, counted in numbers; they begin as zeros
 * @param memory one that another thread has made for the same lengths; "shared": a new one that other threads may be
 * given; by default a new one of this thread alone
 */
export function flatMemory(lengths: readonly number[], memory?: WebAssembly.Memory | "shared"): FlatMemory {
  let end = 0;
  const offsets = lengths.map((length) => {
    const offset = end;
    end += alignment * Math.ceil((4 * length) / alignment);
    return offset;
  });
  const pages = Math.ceil(end / bytesPerPage);
  const used =
    memory instanceof WebAssembly.Memory
      ? memory
      : new WebAssembly.Memory({
          initial: pages,
          ...(memory === "shared" && { maximum: pages, shared: true }),
        });
  return {
    memory: used,
    buffers: lengths.map((length, index) => new Float32Array(used.buffer, offsets[index], length)),
    kernels: bindKernels(used),
  };
}
