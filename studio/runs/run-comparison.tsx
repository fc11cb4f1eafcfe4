import type { VNode } from "preact";
import { evaluationMetricNames } from "../../src/metrics/index.ts";
import { shownName } from "../../src/report/metric-name.ts";
import { language, textsIn } from "../app/language.ts";
import { Mark } from "../marks/mark.tsx";
import { comparedCurves, settingDifferences } from "./comparison.ts";
import type { RunSummary } from "./run-keeper.ts";
import { curves } from "./run-list.ts";
import { runsTexts } from "./texts.ts";

/** Runs beside each other: their curves, their scores, and in what they differ. */
export function RunComparison({ runs }: { readonly runs: readonly RunSummary[] }): VNode {
  const texts = textsIn(runsTexts);
  const named = runs.map((run) => ({ ...run, name: run.name || texts.unnamed }));
  return (
    <section aria-labelledby="comparison-title" class="run-comparison">
      <h2 id="comparison-title">{texts.comparison}</h2>
      {runs.length < 2 ? <p class="note">{texts.comparisonHint}</p> : <Compared runs={named} />}
    </section>
  );
}

function Compared({ runs }: { readonly runs: readonly RunSummary[] }): VNode {
  const texts = textsIn(runsTexts);
  const drawn = runs.map(({ id, name }) => ({ name, events: curves.value.get(id) ?? [] }));
  const metrics = evaluationMetricNames.filter((metric) =>
    runs.some(({ dev }) => dev?.[metric] !== undefined),
  );
  const differences = settingDifferences(runs.map(({ configuration }) => configuration));
  const score = (value: number | undefined) =>
    value === undefined ? "–" : value.toLocaleString(language.value, { maximumFractionDigits: 2 });
  const shared = { language: language.value };
  return (
    <>
      <div class="charts">
        <Mark
          svg={comparedCurves(drawn, ({ dev }) => dev.loss, {
            ...shared,
            title: texts.lossCurve,
            decimals: 3,
          })}
        />
        <Mark
          svg={comparedCurves(drawn, ({ dev }) => 100 - dev.sequence_error_rate, {
            ...{ ...shared, title: texts.exactCurve, decimals: 1 },
          })}
        />
      </div>
      <Table
        caption={texts.finalScores}
        corner={texts.score}
        runs={runs}
        rows={metrics.map((metric) => [shownName(metric), runs.map(({ dev }) => score(dev?.[metric]))])}
      />
      {differences.length === 0 ? (
        <p class="note">{texts.noDifferences}</p>
      ) : (
        <Table
          caption={texts.differences}
          corner={texts.setting}
          runs={runs}
          rows={differences.map(({ path, values }) => [path, values.map((value) => value ?? texts.notSet)])}
        />
      )}
    </>
  );
}

interface TableProps {
  readonly caption: string;
  readonly corner: string;
  readonly runs: readonly RunSummary[];
  readonly rows: readonly (readonly [head: string, values: readonly string[]])[];
}

function Table({ caption, corner, runs, rows }: TableProps): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section class="scrolling" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {runs.map(({ id, name }) => (
              <th scope="col" key={id}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, values]) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              {values.map((value, n) => (
                <td key={runs[n]!.id}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
