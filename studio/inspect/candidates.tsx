import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { TrailStep } from "../../src/inspection/trail.ts";
import { visibleToken } from "../../src/report/attention-labels.ts";
import { textsIn } from "../app/language.ts";
import type { OpenedModel } from "../worker/inspection.ts";
import { percentText } from "./numbers.ts";
import type { PageEdit } from "./page-edit.ts";
import { inspectTexts } from "./texts.ts";

export interface CandidatesProps {
  /** The word's place in the output, from 0, and the step that wrote it. */
  readonly place: number;
  readonly step: number;
  readonly now: TrailStep;
  readonly facts: OpenedModel;
  readonly edits: readonly PageEdit[];
  readonly onAdd: (edit: PageEdit) => void;
}

/** What a word could have been: each may be written in its place, or forbidden. */
export function Candidates({ place, step, now, facts, edits, onAdd }: CandidatesProps): VNode {
  const texts = textsIn(inspectTexts);
  const has = (kind: PageEdit["kind"], text: string) =>
    edits.some((edit) => edit.kind === kind && edit.step === step && "text" in edit && edit.text === text);
  return (
    <div class="candidates">
      <h3>{texts.couldWrite(place + 1)}</h3>
      <table>
        <tbody>
          {now.alternatives.map(({ token, text, probability }) => (
            <tr key={token} class={token === now.written.token ? "written" : ""}>
              <th scope="row">{visibleToken(text)}</th>
              <td class="number">{percentText(probability)}</td>
              <td class="share">
                <progress value={probability} max={1} aria-hidden="true" />
              </td>
              <td class="buttons">
                <button
                  type="button"
                  aria-label={texts.writeToken(visibleToken(text))}
                  aria-pressed={has("force", text)}
                  onClick={() => onAdd({ kind: "force", step, text })}
                >
                  {texts.write}
                </button>
                <button
                  type="button"
                  aria-label={texts.forbidToken(visibleToken(text))}
                  aria-pressed={has("forbid", text)}
                  onClick={() => onAdd({ kind: "forbid", step, text })}
                >
                  {texts.forbid}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <AnyWord vocabulary={facts.vocabulary} onWrite={(text) => onAdd({ kind: "force", step, text })} />
    </div>
  );
}

/** Of a large vocabulary, a list of suggestions would be too long. */
const mostSuggestions = 2000;

function AnyWord({
  vocabulary,
  onWrite,
}: {
  readonly vocabulary: readonly string[];
  readonly onWrite: (text: string) => void;
}): VNode {
  const texts = textsIn(inspectTexts);
  const [text, setText] = useState("");
  return (
    <form
      class="any-word"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== "") onWrite(text);
      }}
    >
      <label for="any-word">{texts.anyWord}</label>
      <input
        id="any-word"
        type="text"
        list="vocabulary"
        autocomplete="off"
        autocapitalize="off"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <datalist id="vocabulary">
        {vocabulary.slice(0, mostSuggestions).map((token) => (
          <option key={token} value={token} />
        ))}
      </datalist>
      <button type="submit">{texts.write}</button>
    </form>
  );
}
