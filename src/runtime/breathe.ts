/**
 * Lets timers and signals in: the native library computes on the calling thread, and WebAssembly gives its result
 * without a turn of the event loop.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediateOrTimeout(resolve));
}

const setImmediateOrTimeout: (callback: () => void) => void =
  typeof setImmediate === "function" ? setImmediate : (callback) => setTimeout(callback, 0);
