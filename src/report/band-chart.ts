import { gridLines, roundTicks } from "./axis.ts";
import { escapeMarkup } from "./escape.ts";
import { pixel } from "./pixel.ts";

/** A value with the interval around it, if there is one. */
export interface BandPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
  /** Shown in the tooltip after its value, such as the number of sentences. */
  readonly note?: string;
}

export interface BandLine {
  readonly label: string;
  /** CSS class for the colour, see `style.ts`. */
  readonly colour: string;
  /** Shape of the points, which tells lines apart without colour. */
  readonly mark: "circle" | "square" | "triangle";
  readonly points: readonly BandPoint[];
}

export interface BandChart {
  readonly title: string;
  readonly lines: readonly BandLine[];
  /** Thinner lines, for comparison. */
  readonly others?: readonly (readonly BandPoint[])[];
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** Label of the x axis. */
  readonly axis: string;
  /** The y axis reaches at least this value. */
  readonly highest: number;
  /** Whether lines are labelled at their ends; otherwise the title is the label of the only line. */
  readonly labelled: boolean;
}

const sizes = {
  large: { width: 760, height: 330, right: 470 },
  small: { width: 320, height: 210, right: 300 },
} as const;
const [left, top, under] = [38, 30, 40];
/** Of a label of the x axis, on average; where labels would touch, some are left out. */
const perCharacter = 6;

/** An SVG chart of values with their intervals as bands. The y axis starts at 0. */
export function bandChart({ title, lines, others = [], ticks, axis, highest, labelled }: BandChart): string {
  const { width, height, right } = sizes[labelled ? "large" : "small"];
  const bottom = height - under;
  const xs = ticks.map(({ at }) => at);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const inset = 22;
  const x = (at: number): number =>
    first === last
      ? (left + right) / 2
      : left + inset + ((at - first) / (last - first)) * (right - left - 2 * inset);
  const yTicks = roundTicks(highest > 0 ? highest : 1, labelled ? 5 : 4);
  const y = (value: number): number => bottom - (value / yTicks.at(-1)!) * (bottom - top);
  const place = (at: number, value: number): string => `${pixel(x(at))},${pixel(y(value))}`;
  const path = (points: readonly BandPoint[]): string =>
    points.map((point) => place(point.x, point.y)).join(" ");

  const room = ticks.length > 1 ? (x(last) - x(first)) / (ticks.length - 1) : width;
  const every = Math.ceil((Math.max(...ticks.map(({ label }) => label.length)) * perCharacter + 6) / room);
  const below = ticks
    .filter((_, i) => i % every === 0)
    .map(
      ({ at, label }) =>
        `<text class="tick" x="${pixel(x(at))}" y="${bottom + 17}" text-anchor="middle">${escapeMarkup(label)}</text>`,
    );
  const drawn = lines.flatMap(({ label, colour, mark, points }) => {
    const within = points.filter(({ low, high }) => low !== undefined && high !== undefined);
    const edge = [
      ...within.map(({ x: at, high }) => place(at, high!)),
      ...within.toReversed().map(({ x: at, low }) => place(at, low!)),
    ];
    return [
      within.length > 1 ? `<polygon class="band ${colour}" points="${edge.join(" ")}"/>` : "",
      `<polyline class="line ${colour}" points="${path(points)}"/>`,
      ...points.map((point) => {
        const tick = ticks.find(({ at }) => at === point.x)?.label ?? "";
        const tip = `<title>${escapeMarkup(`${label}, ${tick}: ${describe(point)}`)}</title>`;
        return `<g class="${colour}">${tip}${markAt(mark, x(point.x), y(point.y))}</g>`;
      }),
    ];
  });
  const parts = [
    `<text class="chart-title" x="0" y="15">${escapeMarkup(title)}</text>`,
    ...gridLines(yTicks, y, { left, right }),
    ...below,
    `<text class="tick" x="${right}" y="${height - 5}" text-anchor="end">${escapeMarkup(axis)}</text>`,
    ...others.map((points) => `<polyline class="other" points="${path(points)}"/>`),
    ...drawn,
    ...(labelled ? endLabels(lines, y, right, bottom) : []),
  ];
  return (
    `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(title)}">` +
    `${parts.join("")}</svg>`
  );
}

function describe({ y, low, high, note }: BandPoint): string {
  const between = low === undefined || high === undefined ? "" : ` (${low.toFixed(1)}–${high.toFixed(1)})`;
  return `${y.toFixed(1)}${between}${note === undefined ? "" : `, ${note}`}`;
}

function markAt(mark: BandLine["mark"], x: number, y: number): string {
  const r = 4.5;
  if (mark === "circle") return `<circle class="mark" cx="${pixel(x)}" cy="${pixel(y)}" r="${r}"/>`;
  if (mark === "square") {
    return `<rect class="mark" x="${pixel(x - r)}" y="${pixel(y - r)}" width="${2 * r}" height="${2 * r}"/>`;
  }
  const corners = [
    [x, y - r - 1],
    [x + r + 1, y + r],
    [x - r - 1, y + r],
  ];
  return `<polygon class="mark" points="${corners.map(([px, py]) => `${pixel(px!)},${pixel(py!)}`).join(" ")}"/>`;
}

/** Labels at the lines' last values, pushed apart where they would overlap. */
function endLabels(
  lines: readonly BandLine[],
  y: (value: number) => number,
  right: number,
  bottom: number,
): string[] {
  const gap = 18;
  let under = bottom + gap;
  return lines
    .filter(({ points }) => points.length > 0)
    .map(({ label, colour, points }) => ({ label, colour, value: points.at(-1)!.y }))
    .sort((a, b) => a.value - b.value)
    .map(({ label, colour, value }) => {
      under = Math.min(y(value), under - gap);
      const text = `${escapeMarkup(label)} <tspan class="value">${value.toFixed(1)}</tspan>`;
      return `<text class="end ${colour}" x="${right + 9}" y="${pixel(under + 4)}">${text}</text>`;
    });
}
