import { type BandChart, type BandLine, type BandPoint, bandChart } from "../report/band-chart.ts";
import { lengthRange } from "../report/length-range.ts";
import { shownName } from "../report/metric-name.ts";
import type { ReportLanguage } from "../report/report-language.ts";
import type { ArmResult, ComparisonResult } from "./comparison-result.ts";
import { comparisonTexts } from "./texts.ts";

/** What the charts need of an arm, from a comparison or as plain data from elsewhere. */
export type ChartedArm = Pick<ArmResult, "name" | "family" | "label" | "buckets">;

const looks: Readonly<Record<ArmResult["family"], Pick<BandLine, "colour" | "mark">>> = {
  fixed: { colour: "dev", mark: "square" },
  control: { colour: "control", mark: "triangle" },
  attention: { colour: "train", mark: "circle" },
};

/**
 * Scores against source length, with intervals as bands: one chart of the arms named in `best`, and one chart per arm
 * with the others in the background.
 */
export function lengthCharts(
  arms: readonly ChartedArm[],
  best: readonly string[],
  title: string,
  language: ReportLanguage,
): { best: string; each: string[] } {
  const texts = comparisonTexts[language];
  const ticks = (arms[0]?.buckets ?? []).map((bucket, at) => ({ at, label: lengthRange(bucket) }));
  const lineOf = ({ label, family, buckets }: ChartedArm): BandLine => ({
    label: label[language],
    ...looks[family],
    points: buckets.map(({ score, interval, sentences }, x) => ({
      x,
      y: score,
      ...interval,
      note: texts.sentences(sentences.toLocaleString(language)),
    })),
  });
  const lines = new Map(arms.map((arm) => [arm.name, lineOf(arm)]));
  const common = { ticks, axis: texts.length, highest: highestOf([...lines.values()]) };
  const named = best.flatMap((name) => lines.get(name) ?? []);
  return {
    best: bandChart({ ...common, title, lines: named, labelled: true }),
    each: eachWithOthers([...lines.values()], common),
  };
}

/** The dev scores that choose checkpoints, epoch by epoch: a chart per arm with the others in the background. */
export function curveCharts({ arms }: ComparisonResult, language: ReportLanguage): string[] {
  const lines = arms.map(
    ({ label, family, runs }): BandLine => ({
      label: label[language],
      ...looks[family],
      points: (runs[0]?.curve ?? []).map(({ epoch }, i): BandPoint => {
        const scores = runs.map(({ curve }) => curve[i]!.dev);
        const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
        const band = runs.length > 1 ? { low: Math.min(...scores), high: Math.max(...scores) } : {};
        return { x: epoch, y: mean, ...band };
      }),
    }),
  );
  const epochs = Math.max(1, ...lines.map(({ points }) => points.length));
  const step = Math.ceil(epochs / 8);
  const ticks = Array.from({ length: epochs }, (_, i) => i + 1)
    .filter((epoch) => epoch === 1 || epoch === epochs || epoch % step === 0)
    .map((epoch) => ({ at: epoch, label: String(epoch) }));
  return eachWithOthers(lines, { ticks, axis: comparisonTexts[language].epoch, highest: highestOf(lines) });
}

/** The arms that represent their kinds: the best on dev, and the control. */
export function bestOfKinds({ arms, verdict }: ComparisonResult): string[] {
  if (verdict === null) return arms.map(({ name }) => name);
  const control = arms.filter(({ family }) => family === "control").map(({ name }) => name);
  return [verdict.fixed, ...control, verdict.attention];
}

export function chartTitle({ metric }: ComparisonResult, language: ReportLanguage): string {
  return `${shownName(metric.name)} · ${comparisonTexts[language].bestOfEach}`;
}

function eachWithOthers(
  lines: readonly BandLine[],
  common: Pick<BandChart, "ticks" | "axis" | "highest">,
): string[] {
  return lines.map((line) =>
    bandChart({
      ...common,
      title: line.label,
      lines: [line],
      others: lines.filter((other) => other !== line).map(({ points }) => points),
      labelled: false,
    }),
  );
}

function highestOf(lines: readonly BandLine[]): number {
  return Math.max(0, ...lines.flatMap(({ points }) => points.map(({ y, high }) => Math.max(y, high ?? y))));
}
