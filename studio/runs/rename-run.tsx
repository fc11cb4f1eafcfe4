import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { textsIn } from "../app/language.ts";
import { call } from "../worker/calls.ts";
import type { RunSummary } from "./run-keeper.ts";
import { attempt } from "./run-list.ts";
import { runsTexts } from "./texts.ts";

const longest = 120;

export function RenameRun({
  run: { id, name },
  close,
}: {
  readonly run: RunSummary;
  readonly close: () => void;
}): VNode {
  const texts = textsIn(runsTexts);
  const field = useRef<HTMLInputElement>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    const given = field.current!.value.trim();
    if (given !== "" && given !== name) await attempt(() => call("runs.rename", { id, name: given }));
    close();
  };
  useLayoutEffect(() => field.current?.select(), []);
  return (
    <form class="run-panel" onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && close()}>
      <label>
        {texts.name} <input ref={field} defaultValue={name} maxLength={longest} required />
      </label>
      <button type="submit">{texts.keepName}</button>
      <button type="button" onClick={close}>
        {texts.cancel}
      </button>
    </form>
  );
}
