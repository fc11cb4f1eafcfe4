import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isHidden, setParameters } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import type { RunSummary } from "../runs/run-keeper.ts";
import { inspectTexts } from "./texts.ts";

export interface QuestionBarProps {
  readonly runs: readonly RunSummary[];
  readonly run: string;
  readonly other: string | undefined;
  readonly line: string;
  readonly samples: readonly string[];
  readonly beam: number;
  readonly lengthPenalty: number;
}

/** What a new question leaves behind: the changes of the old one. */
const fresh = { edits: undefined, at: undefined, show: undefined };

/** Which model, beside which other, is given which text. */
export function QuestionBar(props: QuestionBarProps): VNode {
  const { runs, run, other, line, samples } = props;
  const texts = textsIn(inspectTexts);
  return (
    <form class="question card" onSubmit={(event) => event.preventDefault()}>
      {!isHidden("model") && (
        <div class="choices">
          <div class="field">
            <label for="inspect-run">{texts.model}</label>
            <select
              id="inspect-run"
              value={run}
              onChange={({ currentTarget }) => setParameters({ run: currentTarget.value, ...fresh })}
            >
              {runs.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="inspect-other">{texts.other}</label>
            <select
              id="inspect-other"
              value={other ?? ""}
              onChange={({ currentTarget }) => setParameters({ with: currentTarget.value || undefined })}
            >
              <option value="">{texts.none}</option>
              {runs
                .filter(({ id }) => id !== run)
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </select>
          </div>
          <SearchChoices {...props} />
        </div>
      )}
      {!isHidden("text") && <TextField line={line} />}
      {!isHidden("samples") && samples.length > 0 && (
        <p class="samples">
          <span class="note">{texts.samples}</span>
          {samples.slice(0, 6).map((sample) => (
            <button type="button" key={sample} onClick={() => setParameters({ text: sample, ...fresh })}>
              {sample}
            </button>
          ))}
        </p>
      )}
    </form>
  );
}

function SearchChoices({ beam, lengthPenalty }: QuestionBarProps): VNode {
  const texts = textsIn(inspectTexts);
  return (
    <>
      <div class="field short">
        <label for="inspect-beam">{texts.beam}</label>
        <input
          id="inspect-beam"
          type="number"
          min={1}
          max={12}
          value={beam}
          onChange={({ currentTarget }) =>
            setParameters({ beam: currentTarget.value || undefined, ...fresh })
          }
        />
      </div>
      <div class="field short">
        <label for="inspect-alpha">{texts.lengthPenalty}</label>
        <input
          id="inspect-alpha"
          type="number"
          min={0}
          max={5}
          step={0.1}
          value={lengthPenalty}
          onChange={({ currentTarget }) =>
            setParameters({ alpha: currentTarget.value || undefined, ...fresh })
          }
        />
      </div>
    </>
  );
}

/** Milliseconds without a key before the address says the text. */
const pause = 150;

function TextField({ line }: { readonly line: string }): VNode {
  const texts = textsIn(inspectTexts);
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const settle = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setParameters({ text: text.replaceAll(/\s+/g, " "), ...fresh });
      setTyped(null);
    }, pause);
  };
  return (
    <div class="field">
      <label for="inspect-text">{texts.text}</label>
      <input
        id="inspect-text"
        type="text"
        maxLength={1000}
        dir="auto"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={typed ?? line}
        onInput={({ currentTarget, isComposing }) => {
          setTyped(currentTarget.value);
          if (isComposing) clearTimeout(timer.current);
          else settle(currentTarget.value);
        }}
        onCompositionEnd={({ currentTarget }) => settle(currentTarget.value)}
      />
    </div>
  );
}
