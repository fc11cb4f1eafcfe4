import type { VNode } from "preact";
import { setParameters } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import { OwnPairsCard } from "../data/own-pairs-card.tsx";
import { taskNames, tasks } from "../tasks/index.ts";
import { mostPairs, type Plan } from "./plan.ts";
import { TaskExamples } from "./task-examples.tsx";
import { trainTexts } from "./texts.ts";

/** Which pairs are learnt: of a built-in task, or the reader's own. */
export function DataChoice({ plan, disabled }: { readonly plan: Plan; readonly disabled: boolean }): VNode {
  const texts = textsIn(trainTexts);
  const { data, seed, count } = plan;
  const change = (changes: Readonly<Record<string, string | undefined>>) =>
    setParameters({ ...changes, runs: undefined });
  return (
    <section class="card" aria-labelledby="data-title">
      <h2 id="data-title">{texts.data}</h2>
      <div class="field">
        <label for="task">{texts.task}</label>
        <select
          id="task"
          value={data}
          disabled={disabled}
          onChange={({ currentTarget }) =>
            change({ task: currentTarget.value, settings: undefined, pairs: undefined })
          }
        >
          {taskNames.map((name) => (
            <option key={name} value={name}>
              {tasks[name].title[language.value]}
            </option>
          ))}
          <option value="own">{texts.own}</option>
        </select>
      </div>
      {data === "own" ? (
        <OwnPairsCard disabled={disabled} />
      ) : (
        <>
          <p class="note">{tasks[data].description[language.value]}</p>
          <TaskExamples task={data} seed={seed} />
          <div class="field">
            <label for="pairs">{texts.pairs}</label>
            <input
              id="pairs"
              type="number"
              min={2}
              max={mostPairs}
              step={1}
              value={count ?? tasks[data].pairs}
              disabled={disabled}
              onChange={({ currentTarget: { value } }) =>
                change({ pairs: value === "" ? undefined : wholeWithin(Number(value), 2, mostPairs) })
              }
            />
          </div>
          <div class="field">
            <label for="seed">{texts.seed}</label>
            <input
              id="seed"
              type="number"
              min={0}
              step={1}
              value={seed}
              disabled={disabled}
              aria-describedby="seed-hint"
              onChange={({ currentTarget: { value } }) =>
                change({
                  seed: value === "" ? undefined : wholeWithin(Number(value), 0, Number.MAX_SAFE_INTEGER),
                })
              }
            />
            <p class="note" id="seed-hint">
              {texts.seedHint}
            </p>
          </div>
        </>
      )}
    </section>
  );
}

/** The nearest whole number that may be asked for: what is typed beyond it is brought to it in sight of the reader. */
function wholeWithin(value: number, least: number, most: number): string {
  return String(Math.min(most, Math.max(least, Math.round(value))));
}
