/**
 * What UCX, the library under MPICH and Open MPI on many systems, must not do inside of Node. Other values of the user's stay.
 *
 * UCX_MEM_EVENTS: to know when memory is returned, it rewrites `brk` and `mmap`, and tests that by moving the end of the heap
 * to and fro. If another thread of Node asks for memory at that moment, its part of the heap is gone: 4 of 150 starts ended
 * in a segmentation fault, none of 150 without (UCX 1.13). The price: on InfiniBand, large arrays are registered anew
 * for each message.
 *
 * UCX_ERROR_SIGNALS: without SIGSEGV, by which V8 notices WebAssembly that reads past its memory.
 */
const settings = { UCX_MEM_EVENTS: "n", UCX_ERROR_SIGNALS: "SIGILL,SIGBUS,SIGFPE" };

/** To be called before the library is loaded: it reads the process's variables. */
export function keepFromHarm(env: NodeJS.ProcessEnv = process.env): void {
  for (const [name, value] of Object.entries(settings)) env[name] ??= value;
}
