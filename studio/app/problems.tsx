import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { problemText } from "../runs/notice.ts";
import { language, textsIn } from "./language.ts";

/** What went wrong; null where nothing did. */
const problem = signal<unknown>(null);

/** Tells of something that went wrong, until the reader closes it or `settle` does. Cancelled calls are not told. */
export function tell(error: unknown): void {
  if (error instanceof Error && error.name === "AbortError") return;
  problem.value = error;
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
          <p>{problemText(problem.value, language.value)}</p>
          <button type="button" onClick={settle}>
            {textsIn(texts).close}
          </button>
        </div>
      )}
    </div>
  );
}
