import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { Said } from "../problems/said.tsx";
import { language, textsIn } from "./language.ts";
import { problemWords } from "./problem-words.ts";

/** What went wrong; null where nothing did. */
const problem = signal<unknown>(null);

/** Tells of something that went wrong, until the reader closes it or `settle` does. Cancelled calls are not told. */
export function tell(error: unknown): void {
  if (error instanceof Error && error.name === "AbortError") return;
  problem.value = error;
}

/** Takes away what was told. @param error only where this is what was told last */
export function settle(error?: unknown): void {
  if (error === undefined || problem.peek() === error) problem.value = null;
}

/** What had the focus goes with it. */
function close(): void {
  settle();
  document.getElementById("main")?.focus();
}

const texts = { en: { close: "Close" }, ja: { close: "閉じる" } };

export function Problems(): VNode {
  const words = problem.value === null ? null : problemWords(problem.value, language.value);
  return (
    <div role="alert" class="problems">
      {words !== null && (
        <div class="problem">
          <p>
            <Said words={words} />
          </p>
          <button type="button" onClick={close}>
            {textsIn(texts).close}
          </button>
        </div>
      )}
    </div>
  );
}
