import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { textsIn } from "../app/language.ts";
import { call } from "../worker/calls.ts";
import { attempt } from "./run-list.ts";
import { runsTexts } from "./texts.ts";

export interface DeleteRunProps {
  readonly id: string;
  readonly name: string;
  readonly close: () => void;
  readonly say: (text: string) => void;
}

/** Asks before a run is deleted: there is no way back. */
export function DeleteRun({ id, name, close, say }: DeleteRunProps): VNode {
  const texts = textsIn(runsTexts);
  const harmless = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => harmless.current?.focus(), []);
  const remove = () =>
    attempt(async () => {
      await call("runs.delete", id);
      say(texts.deleted(name));
      document.getElementById("main")?.focus(); // what had the focus is gone
    });
  return (
    <fieldset class="run-panel">
      <legend>{texts.confirmDelete(name)}</legend>
      <button type="button" class="main" onClick={remove}>
        {texts.deleteForGood}
      </button>
      <button type="button" ref={harmless} onClick={close}>
        {texts.keep}
      </button>
    </fieldset>
  );
}
