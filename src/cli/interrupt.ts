import type { Terminal } from "./terminal.ts";

/**
 * At the first Ctrl-C the signal aborts, so that the work ends where it may; at the second the process ends.
 * @param inHand what is finished before the end, such as "this update"
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
