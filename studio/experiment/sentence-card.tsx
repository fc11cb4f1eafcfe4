import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { eastAsianLanguage } from "../../src/report/language.ts";
import { setParameters } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import { useAnswer } from "../inspect/use-answer.ts";
import { HeatMap } from "../marks/heat-map.tsx";
import type { RunSummary } from "../runs/run-keeper.ts";
import { tasks } from "../tasks/index.ts";
import { call } from "../worker/calls.ts";
import type { LiveTranslation } from "../worker/live-translations.ts";
import type { ExperimentPlan } from "./experiment-plan.ts";
import { labelOf } from "./run-family.ts";
import { sentenceOfLength } from "./test-sentences.ts";
import { experimentTexts } from "./texts.ts";
import { markedWords } from "./words-in-place.ts";

interface SentenceCardProps {
  readonly plan: ExperimentPlan;
  readonly runs: readonly RunSummary[];
}

/** One new sentence of any length, what both models make of it, and what they looked at. */
export function SentenceCard({ plan, runs }: SentenceCardProps): VNode {
  const texts = textsIn(experimentTexts);
  const { task, length, sentence, seed } = plan;
  const pair = useMemo(
    () => sentenceOfLength(task, length, seed * 1000 + sentence),
    [task, length, sentence, seed],
  );
  const ids = runs.map(({ id }) => id);
  const key = pair === undefined ? null : JSON.stringify([ids, runs.map(({ saved }) => saved), pair.source]);
  const answer = useAnswer(key, () => call("experiment.translate", { runs: ids, sentence: pair!.source }), {
    pause: 60,
  });
  const { shortest, longest } = tasks[task].lengths!;
  return (
    <section class="card" aria-labelledby="sentence-title">
      <h2 id="sentence-title">{texts.slider}</h2>
      <div class="length-slider">
        <label for="experiment-length">{texts.lengthOf}</label>
        <input
          id="experiment-length"
          type="range"
          min={shortest}
          max={longest}
          step={1}
          value={length}
          aria-valuetext={texts.words(length)}
          onInput={({ currentTarget }) => setParameters({ length: currentTarget.value })}
        />
        <output for="experiment-length">{texts.words(length)}</output>
        <button type="button" onClick={() => setParameters({ sentence: String(sentence + 1) })}>
          {texts.another}
        </button>
      </div>
      {pair !== undefined && (
        <>
          <p class="source-sentence" lang="en">
            {pair.source}
          </p>
          <dl class="outputs">
            <dt>{texts.gold}</dt>
            <dd lang={eastAsianLanguage([pair.target])}>{pair.target}</dd>
            {runs.map((run, i) => (
              <Output
                key={run.id}
                label={labelOf(run, runs, language.value)}
                translation={answer.value?.[i]?.source === pair.source ? answer.value[i] : undefined}
                gold={pair.target}
              />
            ))}
          </dl>
          <Maps translations={answer.value} runs={runs} />
        </>
      )}
    </section>
  );
}

interface OutputProps {
  readonly label: string;
  readonly translation: LiveTranslation | undefined;
  readonly gold: string;
}

/** An output, with the words that are not those of the right answer marked. */
function Output({ label, translation, gold }: OutputProps): VNode {
  const texts = textsIn(experimentTexts);
  const words = translation === undefined ? [] : markedWords(translation.text, gold);
  const share = words.filter(({ isRight }) => isRight).length / Math.max(1, gold.split(" ").length);
  return (
    <>
      <dt>{label}</dt>
      <dd lang={eastAsianLanguage([gold])}>
        {translation === undefined
          ? texts.waiting
          : words.length === 0
            ? texts.empty
            : words.map(({ word, isRight }, i) => (
                <span key={i}>
                  {i > 0 && " "}
                  {isRight ? word : <mark>{word}</mark>}
                </span>
              ))}
        {translation !== undefined && (
          <small class="note" lang={language.value}>
            {translation.text === gold ? texts.right : texts.wrong(`${Math.round(100 * share)} %`)}
          </small>
        )}
      </dd>
    </>
  );
}

interface MapsProps {
  readonly translations: readonly LiveTranslation[] | undefined;
  readonly runs: readonly RunSummary[];
}

function Maps({ translations = [], runs }: MapsProps): VNode {
  const texts = textsIn(experimentTexts);
  return (
    <div class="maps">
      {translations.map(({ sourceTokens, tokens, attention }, i) => {
        const run = runs[i];
        if (run === undefined) return null;
        return (
          <figure key={run.id}>
            <figcaption class="arm-name">{labelOf(run, runs, language.value)}</figcaption>
            {attention === null ? (
              <p class="note">{texts.fixed}</p>
            ) : (
              attention.length > 0 && <HeatMap alignment={{ sourceTokens, tokens, attention }} />
            )}
          </figure>
        );
      })}
    </div>
  );
}
