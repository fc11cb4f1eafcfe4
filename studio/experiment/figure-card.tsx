import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { type ChartedArm, lengthCharts } from "../../src/comparison/charts.ts";
import { lengthRange } from "../../src/report/length-range.ts";
import { setParameters } from "../app/address.ts";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import type { RunSummary } from "../runs/run-keeper.ts";
import type { ExperimentPlan } from "./experiment-plan.ts";
import { lengthMetrics, type ScoreByLength } from "./length-scores.ts";
import { haltMeasuring, measure, measured } from "./measuring.ts";
import { familyOf, labelOf } from "./run-family.ts";
import { experimentTexts } from "./texts.ts";

/** Sentences after which measuring ends by itself. */
const most = 2000;

interface FigureCardProps {
  readonly plan: ExperimentPlan;
  /** The two models. */
  readonly runs: readonly RunSummary[];
  /** Words of the longest training sentence, where the models were trained here. */
  readonly upto: number | null;
}

/** The figure of `henkan compare`, as the tab computes it. */
export function FigureCard({ plan, runs, upto }: FigureCardProps): VNode {
  const texts = textsIn(experimentTexts);
  const { measurement, isRunning, runs: ofRuns } = measured.value;
  const ids = runs.map(({ id }) => id);
  const isOfThese = ofRuns.join() === ids.join();
  const found = isOfThese ? measurement : null;
  const count = found?.sentences.toLocaleString(language.value) ?? "0";
  return (
    <section class="card" aria-labelledby="figure-title">
      <h2 id="figure-title">{texts.figure}</h2>
      <div class="fields">
        <div class="field">
          <label for="experiment-metric">{texts.metric}</label>
          <select
            id="experiment-metric"
            value={plan.metric}
            onChange={({ currentTarget }) => setParameters({ metric: currentTarget.value })}
          >
            {lengthMetrics.map((name) => (
              <option key={name} value={name}>
                {texts.metrics[name]}
              </option>
            ))}
          </select>
        </div>
        <p class="buttons">
          {isRunning && isOfThese ? (
            <button type="button" onClick={haltMeasuring}>
              {texts.halt}
            </button>
          ) : (
            <button
              type="button"
              class="main"
              onClick={() => void measure({ runs: ids, task: plan.task, seed: plan.seed, most })}
            >
              {texts.go}
            </button>
          )}
        </p>
      </div>
      <p role="status" class="note">
        {isOfThese && (isRunning ? texts.measuring(count) : found !== null && texts.measured(count))}
      </p>
      {found !== null && (
        <>
          <Chart plan={plan} runs={runs} scores={found.scores.map((scores) => scores[plan.metric])} />
          <p class="note">{upto === null ? texts.bandsOnly : texts.bands(String(upto))}</p>
        </>
      )}
    </section>
  );
}

interface ChartProps extends Omit<FigureCardProps, "upto"> {
  /** Of each run. */
  readonly scores: readonly (readonly ScoreByLength[])[];
}

function Chart({ plan, runs, scores }: ChartProps): VNode {
  const texts = textsIn(experimentTexts);
  const inLanguage = language.value;
  const title = texts.metrics[plan.metric];
  const charts = useMemo(() => {
    const arms = runs.map(
      (run, i): ChartedArm => ({
        name: run.id,
        family: familyOf(run, i, runs),
        label: { en: labelOf(run, runs, "en"), ja: labelOf(run, runs, "ja") },
        buckets: scores[i]!.map((bucket) => ({ ...bucket, brevityRatio: null })),
      }),
    );
    return lengthCharts(
      arms,
      arms.map(({ name }) => name),
      title,
      inLanguage,
    );
  }, [scores, inLanguage, title]);
  return (
    <>
      <Mark svg={charts.best} class="length-figure" />
      <div class="length-figures">
        {charts.each.map((svg, i) => (
          <Mark key={runs[i]!.id} svg={svg} />
        ))}
      </div>
      <details>
        <summary>{texts.table}</summary>
        <table class="length-scores">
          <thead>
            <tr>
              <th scope="col">{texts.length}</th>
              <th scope="col">{texts.sentences}</th>
              {runs.map((run) => (
                <th scope="col" key={run.id}>
                  {labelOf(run, runs, inLanguage)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scores[0]!.map((bucket, row) => (
              <tr key={bucket.from}>
                <th scope="row">{lengthRange(bucket)}</th>
                <td>{bucket.sentences.toLocaleString(inLanguage)}</td>
                {runs.map((run, i) => (
                  <td key={run.id}>{shownScore(scores[i]![row]!)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function shownScore({ score, interval }: ScoreByLength): string {
  const ends = interval === null ? "" : ` [${interval.low.toFixed(1)}, ${interval.high.toFixed(1)}]`;
  return score.toFixed(1) + ends;
}
