import { gridLines, roundTicks } from "./axis.ts";
import { escapeMarkup } from "./escape.ts";
import { pixel } from "./pixel.ts";

/** A score and the ends of its interval, if it has one. */
interface Estimate {
  readonly score: number;
  readonly low: number | null;
  readonly high: number | null;
}

interface Series {
  /** Shown at the last point. */
  readonly label: string;
  /** CSS class for the colour, see `style.ts`. */
  readonly colour: string;
  /** One for each bucket; null if there is none. */
  readonly values: readonly (Estimate | null)[];
}

export interface LengthChart {
  /** What is drawn. */
  readonly title: string;
  /** The buckets of length, shortest first. */
  readonly buckets: readonly { readonly label: string; readonly sentences: number }[];
  readonly series: readonly Series[];
  /** What the axis counts, such as "source tokens". */
  readonly axis: string;
  readonly decimals: number;
}

const size = { width: 460, height: 290 };
const plot = { left: 40, right: 352, top: 36, bottom: 226 };

/**
 * An SVG chart of scores by length: for each bucket the score and its interval, series side by side, and below it the
 * number of sentences. The score axis starts at 0.
 */
export function lengthChart({ title, buckets, series, axis, decimals }: LengthChart): string {
  const estimates = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const highest = Math.max(...estimates.map(({ score, high }) => high ?? score));
  const ticks = roundTicks(highest > 0 ? highest : 1, 4);
  const step = (plot.right - plot.left) / buckets.length;
  const x = (bucket: number, one: number): number => {
    const spread = Math.min(0.7 * step, 14 * (series.length - 1));
    const share = series.length === 1 ? 0 : one / (series.length - 1) - 0.5;
    return plot.left + step * (bucket + 0.5) + spread * share;
  };
  const y = (value: number): number => plot.bottom - (value / ticks.at(-1)!) * (plot.bottom - plot.top);

  const parts = [
    `<text class="chart-title" x="0" y="15">${escapeMarkup(title)}</text>`,
    ...gridLines(ticks, y, plot),
    ...buckets.map(({ label, sentences }, bucket) => {
      const middle = pixel(plot.left + step * (bucket + 0.5));
      return (
        `<text class="tick" x="${middle}" y="243" text-anchor="middle">${escapeMarkup(label)}</text>` +
        `<text class="tick few" x="${middle}" y="258" text-anchor="middle">n ${sentences}</text>`
      );
    }),
    `<text class="tick" x="${plot.right}" y="278" text-anchor="end">${escapeMarkup(axis)}</text>`,
  ];
  for (const [one, { label, colour, values }] of series.entries()) {
    const points = values.flatMap((value, bucket) =>
      value === null ? [] : [{ ...value, bucket, at: x(bucket, one) }],
    );
    const path = points.map(({ at, score }) => `${pixel(at)},${pixel(y(score))}`).join(" ");
    parts.push(`<polyline class="line thin ${colour}" points="${path}"/>`);
    for (const { at, score, low, high, bucket } of points) {
      const { label: length, sentences } = buckets[bucket]!;
      const interval =
        low === null || high === null ? "" : ` [${low.toFixed(decimals)}, ${high.toFixed(decimals)}]`;
      const tip = `${length}, n ${sentences}: ${label} ${score.toFixed(decimals)}${interval}`;
      if (interval !== "") {
        parts.push(
          `<line class="whisker ${colour}" x1="${pixel(at)}" x2="${pixel(at)}" y1="${pixel(y(low!))}" y2="${pixel(y(high!))}"/>`,
        );
      }
      parts.push(
        `<circle class="dot ${colour}" r="3.4" cx="${pixel(at)}" cy="${pixel(y(score))}"><title>${escapeMarkup(tip)}</title></circle>`,
      );
    }
    const last = points.at(-1);
    if (last !== undefined) {
      parts.push(
        `<text class="end ${colour}" x="${plot.right + 9}" y="${pixel(y(last.score) + 4)}">${escapeMarkup(label)}</text>`,
      );
    }
  }
  return (
    `<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeMarkup(title)}">` +
    `${parts.join("")}</svg>`
  );
}
