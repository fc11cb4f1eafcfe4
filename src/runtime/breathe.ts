/**
 * Lets timers and signals run: the native library computes on the calling thread, and WebAssembly returns its result
 * without a turn of the event loop.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => afterOthers(resolve));
}

/** Lets timers and clicks run, which may abort the signal, and throws its reason if they did. */
export async function hear(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await breathe();
  signal.throwIfAborted();
}

/** A browser's timers wait 4 ms where one has set the next, a tenth of a small update; a message does not. */
const afterOthers: (callback: () => void) => void =
  typeof setImmediate === "function" ? setImmediate : byMessage();

function byMessage(): (callback: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (callback) => {
    waiting.push(callback);
    port2.postMessage(null);
  };
}
