/**
 * Lets timers and signals in: the native library computes on the calling thread, and WebAssembly gives its result
 * without a turn of the event loop.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediateOrTimeout(resolve));
}

/** Lets timers and clicks in, which may abort, and throws the signal's reason if they have. */
export async function hear(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await breathe();
  signal.throwIfAborted();
}

const setImmediateOrTimeout: (callback: () => void) => void =
  typeof setImmediate === "function" ? setImmediate : (callback) => setTimeout(callback, 0);
