import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { linkTo } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { tell } from "../app/problems.tsx";
import { call } from "../worker/calls.ts";
import { LiveCurves } from "./live-curves.tsx";
import type { ArmProgress } from "./progress.ts";
import { trainTexts } from "./texts.ts";

/** Runs that can go on, as they stopped: their names and curves. */
export function StoppedRuns({ ids }: { readonly ids: readonly string[] }): VNode {
  const texts = textsIn(trainTexts);
  const arms = useSignal<readonly ArmProgress[]>([]);
  useEffect(() => {
    readStopped(ids).then((found) => {
      arms.value = found;
    }, tell);
  }, [ids.join(",")]);
  return (
    <>
      <p class="note">
        {texts.resumable} <a href={linkTo("train")}>{texts.fresh}</a>
      </p>
      <ul class="stopped">
        {arms.value.map(({ run, name }) => (
          <li key={run}>{name}</li>
        ))}
      </ul>
      {arms.value.length > 0 && <LiveCurves arms={arms.value} />}
    </>
  );
}

async function readStopped(ids: readonly string[]): Promise<ArmProgress[]> {
  const { runs } = await call("runs.list", {});
  const found = ids.flatMap((id) => runs.filter((run) => run.id === id));
  return Promise.all(
    found.map(async ({ id, name, task }) => {
      const events = await call("runs.events", id);
      const latest = events.findLast((event) => event.event === "update") ?? null;
      const arm = { name, run: id, task, lasting: true, threads: 0, events, latest };
      return { ...arm, translations: [], translated: 0, outcome: null };
    }),
  );
}
