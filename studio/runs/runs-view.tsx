import { useSignal, useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { isHidden, linkTo, parameter, setParameters } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { KeptRuns } from "./kept-runs.tsx";
import { OpenModel } from "./open-model.tsx";
import { RunCard } from "./run-card.tsx";
import { RunComparison } from "./run-comparison.tsx";
import { list, refresh } from "./run-list.ts";
import { runsTexts } from "./texts.ts";

const secondsBetweenLooks = 5;
const mostCompared = 4;

/** All runs of this browser: to go on with, to look into, to compare, to take away. */
export function RunsView(): VNode {
  const texts = textsIn(runsTexts);
  const said = useSignal("");
  const say = (text: string) => {
    said.value = text;
  };
  useSignalEffect(() => {
    void refresh();
    // What other tabs train, and what this one does, is seen as it goes.
    const look = () => {
      const isSeen = document.visibilityState === "visible";
      if (isSeen && list.peek()?.runs.some(({ busy }) => busy)) void refresh();
    };
    const timer = setInterval(look, 1000 * secondsBetweenLooks);
    const onReturn = () => document.visibilityState === "visible" && void refresh();
    document.addEventListener("visibilitychange", onReturn);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onReturn);
    };
  });
  const compared = (parameter("compare") ?? "").split(",").filter((id) => id !== "");
  const toggle = (id: string) => {
    const others = compared.filter((one) => one !== id);
    const marked = others.length < compared.length ? others : [...compared, id].slice(-mostCompared);
    setParameters({ compare: marked.length === 0 ? undefined : marked.join(",") });
  };
  const runs = list.value?.runs;
  return (
    <>
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <KeptRuns />
      {!isHidden("open") && <OpenModel say={say} />}
      <p class="note" role="status">
        {said.value}
      </p>
      {runs === undefined && <p class="note">{texts.loading}</p>}
      {runs?.length === 0 && (
        <p>
          {texts.none} <a href={linkTo("train")}>{texts.train}</a>
        </p>
      )}
      {runs !== undefined && runs.length > 0 && (
        <ul class="runs">
          {runs.map((run) => (
            <RunCard
              key={run.id}
              run={run}
              isCompared={compared.includes(run.id)}
              onCompare={() => toggle(run.id)}
              say={say}
            />
          ))}
        </ul>
      )}
      {runs !== undefined && runs.length > 1 && (
        <RunComparison runs={runs.filter(({ id, state }) => state !== "damaged" && compared.includes(id))} />
      )}
    </>
  );
}
