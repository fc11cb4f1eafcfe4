import { escapeMarkup } from "../../src/report/escape.ts";
import { pixel } from "../../src/report/pixel.ts";

/** A state over time: its name, its colour class of the reports' style, and a value a step. */
export interface StateLine {
  readonly label: string;
  readonly colour: string;
  readonly values: readonly number[];
}

const size = { width: 360, height: 190 };
const plot = { left: 40, right: 316, top: 14, bottom: 160 };

/** States over time as SVG, on an axis that is as high above 0 as below it; lines are labelled at their ends. */
export function stateChart(title: string, lines: readonly StateLine[]): string {
  const highest = Math.max(1, ...lines.flatMap(({ values }) => values.map(Math.abs)));
  const bound = Math.ceil(Math.min(highest, 1e6));
  const steps = Math.max(...lines.map(({ values }) => values.length));
  const x = (step: number): number =>
    plot.left + (step / Math.max(1, steps - 1)) * (plot.right - plot.left - 12) + 6;
  const y = (value: number): number =>
    (plot.top + plot.bottom) / 2 - (value / bound) * ((plot.bottom - plot.top) / 2);
  const grid = [-bound, 0, bound].map(
    (tick) =>
      `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${pixel(y(tick))}" y2="${pixel(y(tick))}"/>` +
      `<text class="tick" x="${plot.left - 8}" y="${pixel(y(tick) + 4)}" text-anchor="end">${String(tick).replace("-", "−")}</text>`,
  );
  const times = Array.from(
    { length: steps },
    (_, step) =>
      `<text class="tick" x="${pixel(x(step))}" y="${plot.bottom + 20}" text-anchor="middle">${step + 1}</text>`,
  );
  let above = Number.NEGATIVE_INFINITY;
  const drawn = lines
    .toSorted((a, b) => b.values.at(-1)! - a.values.at(-1)!)
    .map(({ label, colour, values }) => {
      above = Math.max(y(values.at(-1)!), above + 16);
      const points = values.map((value, step) => `${pixel(x(step))},${pixel(y(value))}`).join(" ");
      return (
        `<polyline class="line ${colour}" points="${points}"/>` +
        `<text class="end ${colour}" x="${plot.right + 6}" y="${pixel(above + 4)}">${escapeMarkup(label)}</text>`
      );
    });
  const name = escapeMarkup(title);
  return `<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${name}">${[...grid, ...times, ...drawn].join("")}</svg>`;
}
