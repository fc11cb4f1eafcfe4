import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { updateCurve } from "../../src/report/learning-curves.ts";
import { sparkline } from "../../src/report/sparkline.ts";
import type { TrainingEvent } from "../../src/training/events.ts";
import { linkTo } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { Said } from "../problems/said.tsx";
import { isTaskName, tasks } from "../tasks/index.ts";
import { devCurve } from "./comparison.ts";
import { DeleteRun } from "./delete-run.tsx";
import { bytesText, percentText, timeText } from "./formats.ts";
import { noticeWords } from "./notice.ts";
import { RenameRun } from "./rename-run.tsx";
import type { RunSummary } from "./run-keeper.ts";
import { curves } from "./run-list.ts";
import { SaveRun } from "./save-run.tsx";
import { runsTexts } from "./texts.ts";

export interface RunCardProps {
  readonly run: RunSummary;
  readonly isCompared: boolean;
  readonly onCompare: () => void;
  /** Says what was done, for whoever does not see it. */
  readonly say: (text: string) => void;
}

/** A run in the list. */
export function RunCard({ run, isCompared, onCompare, say }: RunCardProps): VNode {
  const texts = textsIn(runsTexts);
  /** What is open below the buttons. */
  const open = useSignal<"nothing" | "rename" | "save" | "delete">("nothing");
  const card = useRef<HTMLLIElement>(null);
  const close = () => {
    card.current?.querySelector<HTMLElement>("[aria-expanded=true]")?.focus();
    open.value = "nothing";
  };
  const show = (what: "rename" | "save" | "delete") => () => {
    open.value = open.value === what ? "nothing" : what;
  };
  const name = run.name || texts.unnamed;
  const isWhole = run.state !== "damaged";
  const isOwn = run.place !== "served";
  const heading = `run-${run.id.replaceAll(/[^\w-]/g, "-")}`;
  return (
    <li ref={card} class="card run" aria-labelledby={heading}>
      <div class="run-top">
        <div class="run-about">
          <h2 id={heading}>{name}</h2>
          <Facts run={run} />
          {run.problem !== null && (
            <p class="run-problem">
              <Said words={noticeWords(run.problem, language.value)} />
            </p>
          )}
        </div>
        {isWhole && <Thumbnail run={run} />}
      </div>
      <div class="buttons">
        {run.state === "stopped" && !run.busy && (
          <a class="button main" href={linkTo("train", { runs: run.id })}>
            {texts.goOn}
          </a>
        )}
        {isWhole && (
          <a class="button" href={linkTo("inspect", { run: run.id })}>
            {texts.inside}
          </a>
        )}
        {isWhole && (
          <a class="button" href={linkTo("train", { task: dataOf(run), from: run.id })}>
            {texts.tune}
          </a>
        )}
        {(isWhole || isOwn) && (
          <button type="button" aria-expanded={open.value === "save"} onClick={show("save")}>
            {texts.save}
          </button>
        )}
        {isWhole && isOwn && (
          <button type="button" aria-expanded={open.value === "rename"} onClick={show("rename")}>
            {texts.rename}
          </button>
        )}
        {isOwn && (
          <button
            type="button"
            disabled={run.busy}
            aria-expanded={open.value === "delete"}
            onClick={show("delete")}
          >
            {texts.delete}
          </button>
        )}
        {isWhole && (
          <label class="compare">
            <input type="checkbox" checked={isCompared} onChange={onCompare} />
            {texts.compare}
          </label>
        )}
      </div>
      {open.value === "save" && <SaveRun run={run} say={say} />}
      {open.value === "rename" && <RenameRun run={run} close={close} />}
      {open.value === "delete" && <DeleteRun id={run.id} name={name} close={close} say={say} />}
    </li>
  );
}

/** What it is offered to be trained on with: the task that it was trained on, or the reader's own pairs. */
function dataOf({ task }: RunSummary): string {
  return task !== null && isTaskName(task) ? task : "own";
}

function Facts({ run }: { readonly run: RunSummary }): VNode {
  const texts = textsIn(runsTexts);
  const { state, busy, place, task, from, update, dev, bytes, saved } = run;
  const to = language.value;
  const error = dev?.sequence_error_rate;
  const facts = [
    busy ? texts.busy : texts.states[state],
    ...(place === "browser" ? [] : [texts.places[place]]),
    ...(task !== null && isTaskName(task) ? [tasks[task].title[to]] : []),
    ...(from === null ? [] : [texts.startedFrom(from || texts.unnamed)]),
    ...(update > 0 ? [texts.updates(update.toLocaleString(to))] : []),
    ...(error === undefined ? [] : [texts.exact(percentText(100 - error, to))]),
    bytesText(bytes, to),
    timeText(saved, to),
  ].filter((fact) => fact !== "");
  return <p class="note">{facts.join(" · ")}</p>;
}

/** Its learning curve, as small as a word. It is drawn when its own events come, not with those of every other run. */
function Thumbnail({ run }: { readonly run: RunSummary }): VNode | null {
  const events = curves.value.get(run.id) ?? noEvents;
  const title = textsIn(runsTexts).curve;
  const svg = useMemo(() => {
    const lines = [
      { colour: "train thin", points: updateCurve(events, ({ loss }) => loss) },
      { colour: "dev", points: devCurve(events, ({ dev }) => dev.loss) },
    ];
    return lines.every(({ points }) => points.length < 2) ? null : sparkline({ title, lines });
  }, [events, title]);
  return svg === null ? null : <Mark class="run-curve" svg={svg} />;
}

const noEvents: readonly TrainingEvent[] = [];
