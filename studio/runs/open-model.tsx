import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { textsIn } from "../app/language.ts";
import { tell } from "../app/problems.tsx";
import { call } from "../worker/calls.ts";
import { chosenFiles, droppedFiles } from "./chosen-files.ts";
import type { ChosenFile } from "./exchange/chosen-contents.ts";
import { type RunNotice, RunProblem } from "./notice.ts";
import { attempt } from "./run-list.ts";
import { runsTexts } from "./texts.ts";

/** Takes up a model or a run from files: chosen, or dropped. */
export function OpenModel({ say }: { readonly say: (text: string) => void }): VNode {
  const texts = textsIn(runsTexts);
  const busy = useSignal(false);
  const over = useSignal(false);
  const zip = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (files: Promise<readonly ChosenFile[]>) =>
    attempt(async () => {
      busy.value = true;
      say(texts.opening);
      try {
        const onEvent = (notice: RunNotice) => tell(new RunProblem(notice));
        const id = await call("runs.import", await files, { onEvent });
        const { runs } = await call("runs.list", {});
        say(texts.opened(runs.find((run) => run.id === id)?.name || texts.unnamed));
      } catch (error) {
        say("");
        throw error;
      } finally {
        busy.value = false;
      }
    });
  // The types of the page's elements lack it.
  const chooseFolders = (input: HTMLInputElement | null) => {
    input?.setAttribute("webkitdirectory", "");
    folder.current = input;
  };
  /** Buttons are not `disabled` meanwhile, which would take the focus away. */
  const choose = (input: { readonly current: HTMLInputElement | null }) => {
    if (!busy.value) input.current?.click();
  };
  const picked = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const files = chosenFiles(input.files);
    input.value = ""; // so that the same can be chosen again
    if (files.length > 0) void take(Promise.resolve(files));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    over.value = false;
    if (event.dataTransfer !== null) void take(droppedFiles(event.dataTransfer));
  };
  return (
    <section
      class={`card open-model${over.value ? " over" : ""}`}
      aria-label={texts.open}
      aria-busy={busy.value}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={drop}
    >
      <div>
        <h2>{texts.open}</h2>
        <p class="note">{texts.openHint}</p>
      </div>
      <div class="buttons">
        <button type="button" aria-disabled={busy.value} onClick={() => choose(zip)}>
          {texts.openZip}
        </button>
        <button type="button" aria-disabled={busy.value} onClick={() => choose(folder)}>
          {texts.openFolder}
        </button>
      </div>
      <input ref={zip} type="file" accept=".zip" hidden aria-label={texts.openZip} onChange={picked} />
      <input ref={chooseFolders} type="file" hidden aria-label={texts.openFolder} onChange={picked} />
    </section>
  );
}
