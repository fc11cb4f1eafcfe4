import type { VNode } from "preact";
import type { SearchTrace } from "../../src/inspection/search-trace.ts";
import { visibleToken } from "../../src/report/attention-labels.ts";
import { textsIn } from "../app/language.ts";
import { LineText } from "../app/line-text.tsx";
import { logText, percentText } from "./numbers.ts";
import { inspectTexts } from "./texts.ts";

export interface HypothesisListProps {
  /** Of the group of buttons; one for each model. */
  readonly name: string;
  readonly trace: SearchTrace;
  readonly shown: number;
  readonly onShow: (index: number) => void;
}

/** All hypotheses with their numbers, best first; the chosen one is what the rest of the view is about. */
export function HypothesisList({ name, trace, shown, onShow }: HypothesisListProps): VNode {
  const texts = textsIn(inspectTexts);
  const { hypotheses, sourceTokens } = trace;
  const outputs = hypotheses.map(({ text }) => text);
  const unknown = new Set(sourceTokens.filter((_, s) => trace.unknown[s]).map(visibleToken));
  return (
    <fieldset class="hypotheses">
      <legend>{texts.hypotheses}</legend>
      {hypotheses.length === 0 && <p class="note">{texts.noHypotheses}</p>}
      {hypotheses.length > 0 && (
        <p class="numbers titles" aria-hidden="true">
          <span>{texts.score}</span> <span>{texts.probability}</span>
        </p>
      )}
      {hypotheses.map(({ text, score, logProbability, ids }, index) => (
        <label key={ids.join()} class={index === shown ? "chosen" : ""}>
          <input type="radio" name={name} checked={index === shown} onChange={() => onShow(index)} />
          <LineText text={text || texts.empty} among={outputs} class="text" />
          <span class="numbers">
            <abbr title={texts.score}>{logText(score)}</abbr>{" "}
            <abbr title={texts.probability}>{percentText(Math.exp(logProbability))}</abbr>
          </span>
        </label>
      ))}
      {unknown.size > 0 && (
        <p class="note unknown" role="status">
          {texts.unknown([...unknown])}
        </p>
      )}
      {trace.truncated && <p class="note">{texts.truncated}</p>}
    </fieldset>
  );
}
