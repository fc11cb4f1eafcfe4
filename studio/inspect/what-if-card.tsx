import type { VNode } from "preact";
import type { TracedOutput } from "../../src/inspection/search-trace.ts";
import type { Continuation } from "../../src/inspection/what-if.ts";
import { visibleToken } from "../../src/report/attention-labels.ts";
import { parameter, setParameters } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { call } from "../worker/calls.ts";
import { Candidates } from "./candidates.tsx";
import { Comparison } from "./comparison.tsx";
import { EditList } from "./edit-list.tsx";
import { HoldEditor } from "./hold-editor.tsx";
import type { Inspected } from "./inspected.ts";
import type { PageEdit } from "./page-edit.ts";
import { stepAt } from "./reading-order.ts";
import { RowEditor } from "./row-editor.tsx";
import { inspectTexts } from "./texts.ts";
import { type Answer, useAnswer } from "./use-answer.ts";
import { withEdit } from "./use-edits.ts";

export interface WhatIfCardProps {
  readonly inspected: Inspected;
  readonly output: TracedOutput;
  readonly edits: readonly PageEdit[];
  /** What comes of the edits. */
  readonly continuation: Answer<Continuation>;
  readonly onEdit: (edits: readonly PageEdit[]) => void;
}

/** What the model would have written, had one thing been different. */
export function WhatIfCard({ inspected, output, edits, continuation, onEdit }: WhatIfCardProps): VNode {
  const texts = textsIn(inspectTexts);
  const { run, line, facts, trace } = inspected;
  const length = output.ids.length;
  const words = [...output.tokens, "</s>"];
  const at = Number.parseInt(parameter("at") ?? "", 10) - 1;
  const place = at >= 0 && at < length ? at : undefined;
  const step = place === undefined ? undefined : stepAt(place, length, facts.reversed);
  const question = JSON.stringify([run, line, output.ids]);
  const { value: steps } = useAnswer(question, async (signal) => {
    const found = await call("inspect.follow", { run, line, output: { ids: output.ids } }, { signal });
    return { question, found };
  });
  const now = step === undefined || steps?.question !== question ? undefined : steps.found[step];
  const add = (edit: PageEdit) => onEdit(withEdit(edits, edit));
  return (
    <section class="card what-if" aria-labelledby="what-if-title">
      <h2 id="what-if-title" tabIndex={-1}>
        {texts.whatIf}
      </h2>
      <p class="note">{texts.whatIfHelp}</p>
      <fieldset class="word-choice">
        <legend>{texts.chooseWord}</legend>
        {words.map((word, index) => (
          <button
            key={index}
            type="button"
            aria-pressed={index === place}
            onClick={() => setParameters({ at: index === place ? undefined : String(index + 1) })}
          >
            {visibleToken(word)}
          </button>
        ))}
      </fieldset>
      {place !== undefined && step !== undefined && now !== undefined && (
        <div class="choices-of-word">
          <Candidates place={place} step={step} now={now} facts={facts} edits={edits} onAdd={add} />
          {now.attention !== null && (
            <RowEditor
              word={words[place]!}
              columns={[...trace.sourceTokens, "</s>"]}
              computed={now.attention}
              heads={facts.heads}
              step={step}
              edits={edits}
              onEdit={onEdit}
            />
          )}
          <HoldEditor facts={facts} step={step} onAdd={add} />
        </div>
      )}
      <EditList facts={facts} length={length} edits={edits} onEdit={onEdit} />
      <Comparison
        inspected={inspected}
        output={output}
        continuation={continuation.value}
        failure={continuation.failure}
        pending={continuation.pending}
      />
    </section>
  );
}
