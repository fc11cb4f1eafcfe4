import type { VNode } from "preact";
import type { SearchTrace } from "../../src/inspection/search-trace.ts";
import { eastAsianLanguage, isEastAsian } from "../../src/report/language.ts";
import { textsIn } from "../app/language.ts";
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
  const { hypotheses } = trace;
  const language = eastAsianLanguage(hypotheses.map(({ text }) => text));
  return (
    <fieldset class="hypotheses">
      <legend>{texts.hypotheses}</legend>
      {hypotheses.length === 0 && <p class="note">{texts.noHypotheses}</p>}
      {hypotheses.map(({ text, score, logProbability, ids }, index) => (
        <label key={ids.join()} class={index === shown ? "chosen" : ""}>
          <input type="radio" name={name} checked={index === shown} onChange={() => onShow(index)} />
          <span class="text" {...(isEastAsian(text) && { lang: language })}>
            {text || texts.empty}
          </span>
          <span class="numbers">
            <abbr title={texts.score}>{logText(score)}</abbr>{" "}
            <abbr title={texts.probability}>{percentText(Math.exp(logProbability))}</abbr>
          </span>
        </label>
      ))}
      {trace.truncated && <p class="note">{texts.truncated}</p>}
    </fieldset>
  );
}
