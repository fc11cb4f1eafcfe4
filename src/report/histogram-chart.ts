import { gridLines, roundTicks } from "./axis.ts";
import { escapeMarkup } from "./escape.ts";
import { pixel } from "./pixel.ts";

export interface HistogramChart {
  /** What is drawn. */
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly values: readonly number[] }[];
  /** Label and CSS class for the colour of each of a bar's values, see `style.ts`. */
  readonly series: readonly [HistogramSeries, HistogramSeries];
  /** What the x axis counts. */
  readonly axis: string;
}

interface HistogramSeries {
  readonly label: string;
  readonly colour: string;
}

const size = { width: 760, height: 320 };
const plot = { left: 62, right: 750, top: 44, bottom: 262 };

/** An SVG chart of counts, two side by side for each range. They differ in colour and, without colour, in lightness. */
export function histogramChart({ title, bars, series, axis }: HistogramChart): string {
  const highest = Math.max(1, ...bars.flatMap(({ values }) => values));
  const ticks = roundTicks(highest, 4);
  const y = (value: number): number => plot.bottom - (value / ticks.at(-1)!) * (plot.bottom - plot.top);
  const step = (plot.right - plot.left) / bars.length;
  const width = Math.min(28, step * 0.38);
  const legend = series.map(({ label, colour }, one) => {
    const x = plot.left + one * 190;
    return (
      `<g class="${colour}"><rect class="${barClass(one)}" x="${x}" y="24" width="12" height="12"/></g>` +
      `<text class="tick" x="${x + 18}" y="34">${escapeMarkup(label)}</text>`
    );
  });
  const drawn = bars.flatMap(({ label, values }, i) => {
    const middle = plot.left + step * (i + 0.5);
    return [
      `<text class="tick" x="${pixel(middle)}" y="${plot.bottom + 18}" text-anchor="middle">${escapeMarkup(label)}</text>`,
      ...values.map((value, one) => {
        const { label: name, colour } = series[one]!;
        const tip = `${label}, ${name}: ${value.toLocaleString("en")}`;
        const x = middle + (one - 1) * width + (one === 0 ? -1 : 1);
        const height = plot.bottom - y(value);
        return (
          `<g class="${colour}"><title>${escapeMarkup(tip)}</title>` +
          `<rect class="${barClass(one)}" x="${pixel(x)}" y="${pixel(y(value))}" width="${pixel(width)}" height="${pixel(height)}"/></g>`
        );
      }),
    ];
  });
  return (
    `<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeMarkup(title)}">` +
    `<text class="chart-title" x="0" y="13">${escapeMarkup(title)}</text>` +
    `${legend.join("")}${gridLines(ticks, y, plot).join("")}${drawn.join("")}` +
    `<text class="tick" x="${plot.right}" y="${size.height - 12}" text-anchor="end">${escapeMarkup(axis)}</text></svg>`
  );
}

function barClass(one: number): string {
  return one === 0 ? "bar" : "bar light";
}
