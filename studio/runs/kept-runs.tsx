import { useSignal, useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { language, textsIn } from "../app/language.ts";
import { Said } from "../problems/said.tsx";
import { bytesText } from "./formats.ts";
import { noticeWords } from "./notice.ts";
import { list } from "./run-list.ts";
import { runsTexts } from "./texts.ts";

/** Where runs are kept, how much room there is, and whether the browser may delete them. */
export function KeptRuns(): VNode | null {
  const texts = textsIn(runsTexts);
  const { lasting, storage } = list.value ?? {};
  if (lasting !== undefined && lasting !== true) {
    return (
      <div class="problem" role="alert">
        <p>
          <Said words={noticeWords(lasting.because, language.value)} />
        </p>
      </div>
    );
  }
  if (!storage) return null;
  const [used, most] = [storage.used, storage.most].map((bytes) => bytesText(bytes, language.value));
  return (
    <>
      <p class="note">{texts.storage(used!, most!)}</p>
      {list.value!.runs.some(({ place }) => place === "browser") && <Protection />}
    </>
  );
}

/** Asks the browser not to delete runs by itself: some ask the reader, others decide. */
function Protection(): VNode | null {
  const texts = textsIn(runsTexts);
  const state = useSignal<"unknown" | "open" | "protected" | "refused">("unknown");
  useSignalEffect(() => {
    navigator.storage.persisted().then(
      (is) => {
        if (!is) state.value = "open";
      },
      () => {}, // then there is nothing to ask
    );
  });
  const ask = async () => {
    state.value = (await navigator.storage.persist().catch(() => false)) ? "protected" : "refused";
  };
  if (state.value === "unknown") return null;
  return (
    <p class="note protection" role="status">
      {state.value === "open" && (
        <>
          {texts.protectHint}{" "}
          <button type="button" onClick={() => void ask()}>
            {texts.protect}
          </button>
        </>
      )}
      {state.value === "protected" && texts.isProtected}
      {state.value === "refused" && texts.isNotProtected}
    </p>
  );
}
