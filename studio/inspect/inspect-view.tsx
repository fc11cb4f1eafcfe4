import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { isHidden, linkTo, parameter, setParameters } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { call } from "../worker/calls.ts";
import { GatesCard } from "./gates-card.tsx";
import { beamOptions, type Inspected, useInspected, useModel } from "./inspected.ts";
import { ModelColumn } from "./model-column.tsx";
import { NearestCard } from "./nearest-card.tsx";
import { QuestionBar } from "./question-bar.tsx";
import { StatesCard } from "./states-card.tsx";
import { inspectTexts } from "./texts.ts";
import { TreeCard } from "./tree-card.tsx";
import type { TreeChoice } from "./tree-choice.ts";
import { useAnswer } from "./use-answer.ts";
import { useContinuation } from "./use-continuation.ts";
import { useEdits } from "./use-edits.ts";
import { WhatIfCard } from "./what-if-card.tsx";

/** What a model does with a sentence, and what it would do if something were different. */
export function InspectView(): VNode {
  const texts = textsIn(inspectTexts);
  const list = useAnswer("runs", () => call("runs.list", {}));
  const runs = (list.value?.runs ?? []).filter(({ state }) => state !== "damaged");
  const newest = runs.slice(1).reduce((a, b) => (b.saved > a!.saved ? b : a), runs[0]);
  const run = runs.find(({ id }) => id === parameter("run")) ?? newest;
  const other = runs.find(({ id }) => id === parameter("with") && id !== run?.id);
  const [model, otherModel] = [useModel(run?.id, run?.saved), useModel(other?.id, other?.saved)];
  const missing = [parameter("run"), parameter("with")].filter(
    (id) => list.value !== undefined && id !== undefined && !runs.some((one) => one.id === id),
  );
  // A link that is copied from here says which model it is about.
  useEffect(() => {
    if (run !== undefined && parameter("run") === undefined) setParameters({ run: run.id });
  }, [run?.id, parameter("run")]);
  const line = parameter("text") ?? model.value?.samples[0] ?? "";
  const options = beamOptions();
  const main = useInspected(run?.id, model, line, options);
  const beside = useInspected(other?.id, otherModel, line, options);
  const shown = Number.parseInt(parameter("show") ?? "1", 10) - 1;
  return (
    <div class="inspect">
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      {list.value !== undefined && run === undefined && (
        <div class="card">
          <p>{texts.noModels}</p>
          <p class="buttons">
            <a class="button main" href={linkTo("train")}>
              {texts.train}
            </a>
            <a class="button" href={linkTo("runs")}>
              {texts.open}
            </a>
          </p>
        </div>
      )}
      {missing.map((id) => (
        <p key={id} class="notice" role="status">
          {texts.missing(id!)}
        </p>
      ))}
      {run !== undefined && (
        <>
          <QuestionBar
            runs={runs}
            run={run.id}
            other={other?.id}
            line={line}
            samples={model.value?.samples ?? []}
            beam={options.beam}
            lengthPenalty={options.lengthPenalty as number}
          />
          <div class={other === undefined ? "columns" : "columns two"}>
            <ModelColumn
              name="hypothesis"
              title={other === undefined ? null : run.name}
              answer={main}
              shown={shown}
              onShow={showOutput}
            />
            {other !== undefined && <Beside title={other.name} answer={beside} />}
          </div>
          {main.value !== undefined && <Parts inspected={main.value} shown={shown} />}
        </>
      )}
    </div>
  );
}

/** Looks at another output; changes were to the one before. */
function showOutput(index: number): void {
  setParameters({ show: String(index + 1), edits: undefined, at: undefined });
}

/** The other model's hypotheses; which of them is looked at does not concern the rest of the view. */
function Beside({
  title,
  answer,
}: {
  readonly title: string;
  readonly answer: ReturnType<typeof useInspected>;
}): VNode {
  const shown = Number.parseInt(parameter("beside") ?? "1", 10) - 1;
  return (
    <ModelColumn
      name="other-hypothesis"
      title={title}
      answer={answer}
      shown={shown}
      onShow={(index) => setParameters({ beside: String(index + 1) })}
    />
  );
}

function Parts({
  inspected,
  shown,
}: {
  readonly inspected: Inspected;
  readonly shown: number;
}): VNode | null {
  const [edits, setEdits] = useEdits();
  const { hypotheses } = inspected.trace;
  const output = hypotheses[shown] ?? hypotheses[0];
  const continuation = useContinuation(inspected, output, edits);
  if (output === undefined) return null;
  const { value } = continuation;
  const changed = value?.output && { output: value.output, edits: value.edits };
  const choose = (choice: TreeChoice) => {
    if (choice.kind === "output") return showOutput(choice.index);
    if (choice.kind === "word") setParameters({ at: String(choice.place + 1) });
    else setEdits(choice.edits);
    document.getElementById("what-if-title")?.focus();
  };
  return (
    <>
      {!isHidden("what-if") && (
        <WhatIfCard {...{ inspected, output, edits, continuation }} onEdit={setEdits} />
      )}
      <TreeCard inspected={inspected} output={output} onChoose={choose} />
      <StatesCard inspected={inspected} output={output} changed={changed} />
      <GatesCard inspected={inspected} output={output} />
      <NearestCard inspected={inspected} />
    </>
  );
}
