import { gridLines, roundTicks, tickLabel } from "./axis.ts";
import { boldWidth, emWidth } from "./east-asian-width.ts";
import { escapeMarkup } from "./escape.ts";
import { pixel } from "./pixel.ts";
import type { ReportLanguage } from "./report-language.ts";

/** Points in the units of the axes. */
export type Points = readonly (readonly [x: number, y: number])[];

interface Line {
  /** Shown at the line's last point, with its value. */
  readonly label: string;
  /** CSS class for the colour, see `style.ts`. */
  readonly colour: string;
  readonly points: Points;
  /** Whether its points are marked (default true); of more than 200, which would touch, only the best is. */
  readonly dots?: boolean;
}

export interface LineChart {
  /** What is drawn, with its unit. */
  readonly title: string;
  readonly lines: readonly Line[];
  /** A thinner line behind the others, such as the loss per update; cut off where it leaves the chart. */
  readonly behind?: Points;
  /** The y axis reaches at least this value (default 0). */
  readonly highest?: number;
  /** Where the x axis ends, in epochs; below 1 its ticks are parts of an epoch. */
  readonly epochs: number;
  /** The epoch to mark; null for none. */
  readonly best: number | null;
  /** Decimals of the values in labels and tooltips. */
  readonly decimals: number;
  /** Pixels at the right for labels at least, so that charts side by side are of one scale (default 0). */
  readonly room?: number;
  /** Said in the middle while there is nothing to draw (default ""). */
  readonly empty?: string;
  /** Of the chart's own words (default "en"). */
  readonly language?: ReportLanguage;
}

const texts: Readonly<
  Record<ReportLanguage, { axis: string; epoch: (epoch: number) => string; best: string }>
> = {
  en: { axis: "epoch", epoch: (epoch) => `epoch ${epoch}`, best: "best: " },
  ja: { axis: "エポック", epoch: (epoch) => `エポック${epoch}`, best: "最良：" },
};

const size = { width: 460, height: 270 };
/** The most of the labels at the lines' ends, in pixels: `style.ts` has 13, and the studio more on a phone. */
const labelFont = 16;
const labelGap = 9;
/** Of a line; a thousand take a browser 20 ms. */
const mostDots = 200;
const plot = { left: 40, right: 352, top: 52, bottom: 232 };

/** An SVG chart over epochs, axes from 0, lines labelled at their ends. Points without a finite value are left out. */
export function lineChart({
  title,
  lines: given,
  behind: fine = [],
  epochs,
  best,
  decimals,
  language = "en",
  highest: least = 0,
  room = 0,
  empty = "",
}: LineChart): string {
  const { axis, epoch: nameOf, best: bestWord } = texts[language];
  const lines = given.map((line) => ({ ...line, points: line.points.filter(isFinitePoint) }));
  const behind = fine.filter(isFinitePoint);
  const framing = lines.some(({ points }) => points.length > 0)
    ? lines.flatMap(({ points }) => points)
    : behind;
  const highest = Math.max(least, ...framing.map(([, y]) => y));
  const yTicks = roundTicks(highest > 0 ? highest : 1, 4);
  const xSteps = roundTicks(epochs, 5);
  const xTicks = xSteps.filter(
    (tick) => (epochs < 1 || Number.isInteger(tick)) && tick <= epochs * (1 + 1e-9),
  );
  const x = (epoch: number): number => plot.left + (epoch / epochs) * (plot.right - plot.left);
  const y = (value: number): number => plot.bottom - (value / yTicks.at(-1)!) * (plot.bottom - plot.top);
  const path = (points: Points): string =>
    points.map(([epoch, value]) => `${pixel(x(epoch))},${pixel(y(value))}`).join(" ");

  const parts = [
    `<text class="chart-title" x="0" y="15">${escapeMarkup(title)}</text>`,
    ...gridLines(yTicks, y, plot),
    ...xTicks.map(
      (tick) =>
        `<text class="tick" x="${pixel(x(tick))}" y="249" text-anchor="middle">${epochs < 1 ? tickLabel(tick, xSteps) : tick}</text>`,
    ),
    `<text class="tick" x="${plot.right}" y="266" text-anchor="end">${axis}</text>`,
  ];
  if (best !== null) parts.push(bestMark(x(best), bestWord + nameOf(best)));
  if (behind.length > 1) {
    // A nested SVG clips its content and, unlike a clip path, needs no id.
    const { left, top, right, bottom } = plot;
    const [width, height] = [right - left, bottom - top];
    parts.push(
      `<svg x="${left}" y="${top}" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}">` +
        `<polyline class="behind" points="${path(behind)}"/></svg>`,
    );
  }
  for (const { label, colour, points, dots = true } of lines) {
    parts.push(`<polyline class="line ${colour}" points="${path(points)}"/>`);
    const marked = points.length > mostDots ? points.filter(([epoch]) => epoch === best) : points;
    for (const [epoch, value] of dots ? marked : []) {
      const dot = `<circle class="dot ${colour}${epoch === best ? ' best" r="4.6"' : '" r="2.4"'}`;
      const tip = escapeMarkup(`${nameOf(epoch)}: ${label} ${value.toFixed(decimals)}`);
      parts.push(`${dot} cx="${pixel(x(epoch))}" cy="${pixel(y(value))}"><title>${tip}</title></circle>`);
    }
  }
  if (framing.length === 0 && empty !== "") {
    const [middleX, middleY] = [(plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2];
    parts.push(`<text class="tick" x="${middleX}" y="${middleY}" text-anchor="middle">${empty}</text>`);
  }
  parts.push(...endLabels(lines, y, decimals));
  const widest = Math.max(room, ...lines.map((line) => endWidth(line, decimals)));
  const width = Math.max(size.width, Math.ceil(plot.right + widest));
  return (
    `<svg class="chart" viewBox="0 0 ${width} ${size.height}" role="img" aria-label="${escapeMarkup(title)}">` +
    `${parts.join("")}</svg>`
  );
}

function isFinitePoint([, value]: Points[number]): boolean {
  return Number.isFinite(value);
}

function bestMark(x: number, words: string): string {
  const middle = Math.min(Math.max(x, plot.left + 40), plot.right - 40);
  return (
    `<line class="best-line" x1="${pixel(x)}" x2="${pixel(x)}" y1="${plot.top - 6}" y2="${plot.bottom}"/>` +
    `<text class="best-label" x="${pixel(middle)}" y="${plot.top - 12}" text-anchor="middle">${words}</text>`
  );
}

function endWidth({ label, points }: Line, decimals: number): number {
  const [, value] = points.at(-1) ?? [];
  return value === undefined ? 0 : labelRoom(label, value.toFixed(decimals));
}

/** Estimated pixels that a line's label and its value take at the right. @param font pixels (default: the most) */
export function labelRoom(label: string, value: string, font = labelFont): number {
  return labelGap + (boldWidth * emWidth(label) + emWidth(` ${value}`)) * font;
}

/** Labels at the lines' last values, pushed apart where they would overlap. */
function endLabels(lines: readonly Line[], y: (value: number) => number, decimals: number): string[] {
  const gap = 17;
  const ends = lines
    .filter(({ points }) => points.length > 0)
    .map(({ label, colour, points }) => ({
      label,
      colour,
      value: points.at(-1)![1],
      at: y(points.at(-1)![1]),
    }))
    .sort((a, b) => b.at - a.at);
  let below = plot.bottom + gap;
  return ends.map(({ label, colour, value, at }) => {
    below = Math.min(at, below - gap);
    const text = `${escapeMarkup(label)} <tspan class="value">${value.toFixed(decimals)}</tspan>`;
    return `<text class="end ${colour}" x="${plot.right + labelGap}" y="${pixel(below + 4)}">${text}</text>`;
  });
}
