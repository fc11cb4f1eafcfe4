import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";
import { tell } from "../app/problems.tsx";
import { call } from "../worker/calls.ts";
import { exportKinds } from "./exchange/export-kinds.ts";
import type { RunSummary } from "./run-keeper.ts";
import { saveFile } from "./save-file.ts";
import { runsTexts } from "./texts.ts";

/** The forms in which a run leaves the page. */
export function SaveRun({
  run: { id, state, place },
  say,
}: {
  readonly run: RunSummary;
  readonly say: (text: string) => void;
}): VNode {
  const texts = textsIn(runsTexts);
  const busy = useSignal(false);
  const kinds =
    state === "damaged"
      ? (["raw"] as const)
      : exportKinds.filter((kind) => kind !== "run" || (state !== "model" && place !== "served"));
  const save = async (kind: (typeof kinds)[number]) => {
    if (busy.value) return; // not `disabled`, which would take the focus away
    busy.value = true;
    say(texts.making(texts.kinds[kind]));
    try {
      const file = await call("runs.export", { id, kind });
      saveFile(file);
      say(texts.made(file.name));
    } catch (error) {
      say("");
      tell(error);
    }
    busy.value = false;
  };
  return (
    <ul class="run-panel exports">
      {kinds.map((kind) => (
        <li key={kind}>
          <button type="button" aria-disabled={busy.value} onClick={() => void save(kind)}>
            {texts.kinds[kind]}
          </button>
          <span class="note">{texts.kindHints[kind]}</span>
        </li>
      ))}
    </ul>
  );
}
