import type { Interval } from "../metrics/index.ts";
import { csvLink } from "../report/csv-link.ts";
import { duration } from "../report/duration.ts";
import { escapeMarkup } from "../report/escape.ts";
import { lengthRange } from "../report/length-range.ts";
import { shownName } from "../report/metric-name.ts";
import type { ReportLanguage } from "../report/report-language.ts";
import type { ArmResult, ComparisonResult, RunTime } from "./comparison-result.ts";
import { comparisonTexts } from "./texts.ts";

/** The arms with their sizes, scores and times as an HTML table. */
export function armTable(
  { arms, metric, seeds }: ComparisonResult,
  times: readonly RunTime[],
  language: ReportLanguage,
): string {
  const { columns } = comparisonTexts[language];
  const header = [
    columns.sizes,
    columns.parameters,
    columns.residual,
    columns.updates,
    columns.dev,
    escapeMarkup(shownName(metric.name)),
    columns.brevity,
    ...(seeds.length > 1 ? [columns.deviation] : []),
    columns.time,
  ];
  const rows = arms.map((arm) => {
    const own = times.filter((time) => time.arm === arm.name);
    return [
      `${arm.encoderSize}, ${arm.decoderSize}`,
      arm.parameters.toLocaleString(language),
      `${arm.residual < 0 ? "−" : "+"}${Math.abs(arm.residual).toFixed(2)} %`,
      arm.runs[0]!.updates.toLocaleString(language),
      arm.dev.toFixed(1),
      scoreCell(arm),
      ratioText(arm.brevityRatio),
      ...(seeds.length > 1 ? [(arm.deviation ?? 0).toFixed(2)] : []),
      duration(
        own.reduce((sum, { seconds }) => sum + seconds, 0),
        language,
      ),
    ];
  });
  return table([columns.arm, ...header], arms, rows, language);
}

/** Scores by source length as an HTML table, a column for each bucket. */
export function lengthTable({ arms }: ComparisonResult, language: ReportLanguage): string {
  const texts = comparisonTexts[language];
  const buckets = arms[0]?.buckets ?? [];
  const counted = (count: number) => small(texts.sentences(count.toLocaleString(language)));
  const all = buckets.reduce((sum, { sentences }) => sum + sentences, 0);
  const header = [
    ...buckets.map((bucket) => `${lengthRange(bucket)}${counted(bucket.sentences)}`),
    `${texts.all}${counted(all)}`,
  ];
  const rows = arms.map((arm) => [...arm.buckets.map(scoreCell), scoreCell(arm)]);
  return table([texts.columns.arm, ...header], arms, rows, language);
}

/** Links that save the numbers as CSV files. */
export function csvLinks({ arms }: ComparisonResult): string {
  const byLength = arms.flatMap(({ name, buckets }) =>
    buckets.map(({ from, to, sentences, score, interval, brevityRatio }) => [
      name,
      from,
      to,
      sentences,
      score,
      interval?.low ?? null,
      interval?.high ?? null,
      brevityRatio,
    ]),
  );
  const runs = arms.flatMap(({ name, parameters, residual, runs: own }) =>
    own.map(({ seed, updates, bestEpoch, metrics }) => [
      name,
      seed,
      parameters,
      residual,
      updates,
      bestEpoch,
      ...Object.values(metrics),
    ]),
  );
  const metricNames = Object.keys(arms[0]?.runs[0]?.metrics ?? {});
  const curves = arms.flatMap(({ name, runs: own }) =>
    own.flatMap(({ seed, curve }) =>
      curve.map(({ epoch, update, trainLoss, devLoss, dev }) => [
        name,
        seed,
        epoch,
        update,
        trainLoss,
        devLoss,
        dev,
      ]),
    ),
  );
  return [
    csvLink("scores-by-length.csv", [
      ["arm", "from", "to", "sentences", "score", "low", "high", "brevity_ratio"],
      ...byLength,
    ]),
    csvLink("runs.csv", [
      ["arm", "seed", "parameters", "residual_percent", "updates", "best_epoch", ...metricNames],
      ...runs,
    ]),
    csvLink("learning-curves.csv", [
      ["arm", "seed", "epoch", "update", "train_loss", "dev_loss", "dev"],
      ...curves,
    ]),
  ].join("\n");
}

/** @param header markup, like the cells of `rows` */
function table(
  header: readonly string[],
  arms: readonly ArmResult[],
  rows: readonly (readonly string[])[],
  language: ReportLanguage,
): string {
  const head = header.map((text, i) => `<th${i > 0 ? ' class="number"' : ""} scope="col">${text}</th>`);
  const body = rows.map((cells, i) => {
    const name = `<th scope="row">${escapeMarkup(arms[i]!.label[language])}</th>`;
    return `<tr>${name}${cells.map((cell) => `<td class="number">${cell}</td>`).join("")}</tr>`;
  });
  return (
    `<div class="scroll">\n<table class="arms">\n<thead><tr>${head.join("")}</tr></thead>\n` +
    `<tbody>\n${body.join("\n")}\n</tbody>\n</table>\n</div>`
  );
}

function scoreCell({
  score,
  interval,
}: {
  readonly score: number;
  readonly interval: Interval | null;
}): string {
  const between = interval === null ? "" : small(`${interval.low.toFixed(1)}–${interval.high.toFixed(1)}`);
  return `${score.toFixed(1)}${between}`;
}

/** A second, smaller line in a cell. */
function small(text: string): string {
  return `<span class="between">${text}</span>`;
}

function ratioText(ratio: number | null): string {
  return ratio === null ? "–" : ratio.toFixed(3);
}
