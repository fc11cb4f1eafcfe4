import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { textsIn } from "./language.ts";

/** What went wrong, in words with the way out; null where nothing did. */
const problem = signal<string | null>(null);

/** Tells of something that went wrong, until the reader closes it or `settle` does. Cancelled calls are not told. */
export function tell(error: unknown): void {
  if (error instanceof Error && error.name === "AbortError") return;
  problem.value = error instanceof Error ? error.message : String(error);
}

/** Takes away what was told. */
export function settle(): void {
  problem.value = null;
}

const texts = { en: { close: "Close" }, ja: { close: "閉じる" } };

export function Problems(): VNode {
  return (
    <div role="alert" class="problems">
      {problem.value !== null && (
        <div class="problem">
          <p>{problem.value}</p>
          <button type="button" onClick={settle}>
            {textsIn(texts).close}
          </button>
        </div>
      )}
    </div>
  );
}
