import { createCounter, type ProgressCounter } from "./progress-counter.ts";
import type { ProgressOptions } from "./progress-line.ts";

/** Shows the progress of an evaluation: "evaluating 512/2,000". Nothing is shown before `onProgress` is called. */
export function createSentenceCounter(options: ProgressOptions): {
  onProgress(done: number, total: number): void;
  close(): void;
} {
  let counter: ProgressCounter | undefined;
  let before = 0;
  return {
    onProgress(done, total) {
      counter ??= createCounter({ ...options, label: "evaluating", unit: "sentences", total });
      counter.advance(done - before);
      before = done;
    },
    close: () => counter?.close(),
  };
}
