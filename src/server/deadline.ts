import { ProblemError } from "./problem.ts";

/**
 * A signal that is aborted after some seconds, or with another signal.
 * @returns the signal, and what must be called in the end
 */
export function deadline(seconds: number, other?: AbortSignal): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new ProblemError("timeout", `not answered within ${seconds} s`));
  }, seconds * 1000);
  const stop = () => controller.abort(other!.reason);
  if (other?.aborted) stop();
  else other?.addEventListener("abort", stop, { once: true });
  const end = () => {
    clearTimeout(timer);
    other?.removeEventListener("abort", stop);
  };
  return { signal: controller.signal, end };
}
