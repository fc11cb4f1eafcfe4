import type { Terminal } from "./terminal.ts";

/**
 * The first Ctrl-C aborts the signal, so that the work can stop cleanly; the second ends the process.
 * @param inHand what is finished before stopping, such as "this update"
 */
export function stopAtInterrupt(
  terminal: Terminal,
  inHand: () => string,
  say: (line: string) => void,
): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const forget = terminal.onInterrupt(() => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    say(`\nstopping after ${inHand()}; Ctrl-C again quits at once`);
  });
  return { signal: controller.signal, forget };
}
