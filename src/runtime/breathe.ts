/**
 * Lets timers and signals run: the native library computes on the calling thread, and WebAssembly returns its result
 * without a turn of the event loop.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediateOrTimeout(resolve));
}

/** Lets timers and clicks run, which may abort the signal, and throws its reason if they did. */
export async function hear(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await breathe();
  signal.throwIfAborted();
}

const setImmediateOrTimeout: (callback: () => void) => void =
  typeof setImmediate === "function" ? setImmediate : (callback) => setTimeout(callback, 0);
