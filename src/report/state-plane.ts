import { visibleToken } from "./attention-labels.ts";
import { boldWidth, emWidth } from "./east-asian-width.ts";
import { escapeMarkup } from "./escape.ts";
import { pixel } from "./pixel.ts";
import type { ReportLanguage } from "./report-language.ts";

/** A way through the plane: a state after each token, in the order of time. */
export interface StateWay {
  /** What it is the way of. */
  readonly name: string;
  /** CSS class for the colour, see `style.ts`. */
  readonly colour: string;
  readonly points: readonly StatePoint[];
}

interface StatePoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

export interface StatePlane {
  readonly title: string;
  readonly ways: readonly StateWay[];
  /** The shares of the variance along both axes, from 0 to 1. */
  readonly explained: readonly [number, number];
  /** Default "en". */
  readonly language?: ReportLanguage;
}

const texts: Readonly<Record<ReportLanguage, { axis: (n: number, percent: string) => string }>> = {
  en: { axis: (n, percent) => `PC ${n} (${percent} of the variance)` },
  ja: { axis: (n, percent) => `第${n}主成分（分散の${percent}）` },
};

const size = { width: 460, height: 330 };
const plot = { left: 34, right: 446, top: 38, bottom: 292 };
const font = 13;

/**
 * States over time in a plane, as SVG: points are joined in their order, the first is a ring. Both axes have the same
 * scale, so that distances can be compared. Points say their place, `data-way` and `data-point`, to scripts.
 */
export function statePlane({ title, ways, explained, language = "en" }: StatePlane): string {
  const all = ways.flatMap(({ points }) => points);
  const toPixel = scaleFor(all);
  const taken: Box[] = all.map((point) => boxAround(toPixel(point), 5));
  const lines = ways.map(({ colour, points }, w) => {
    const places = points.map(toPixel);
    const path = places.map(([x, y], i) => `${i === 0 ? "M" : "L"}${pixel(x)} ${pixel(y)}`).join("");
    const dots = points.map((point, i) => dot(point, places[i]!, w, i, taken));
    return `<g class="${colour}"><path class="line thin way" d="${path}"/>${dots.join("")}</g>`;
  });
  const key = ways.length < 2 ? "" : keyOf(ways);
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const { axis } = texts[language];
  const [middleX, middleY] = [(plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2];
  return (
    `<svg class="chart state-plane" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeMarkup(title)}">` +
    `<text class="chart-title" x="0" y="16">${escapeMarkup(title)}</text>${key}` +
    `<path class="grid" d="M${plot.left} ${plot.bottom}H${plot.right}M${plot.left} ${plot.bottom}V${plot.top}"/>` +
    `<text class="tick" x="${middleX}" y="${plot.bottom + 22}" text-anchor="middle">${axis(1, percent(explained[0]))}</text>` +
    `<text class="tick" transform="rotate(-90 14 ${middleY})" x="14" y="${middleY}" text-anchor="middle">${axis(2, percent(explained[1]))}</text>` +
    `${lines.join("")}</svg>`
  );
}

type Pixels = readonly [x: number, y: number];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** One scale for both axes, the points in the middle of the plot. */
function scaleFor(points: readonly StatePoint[]): (point: StatePoint) => Pixels {
  const range = (values: readonly number[]) => [Math.min(0, ...values), Math.max(0, ...values)] as const;
  const [[x0, x1], [y0, y1]] = [range(points.map(({ x }) => x)), range(points.map(({ y }) => y))];
  const inner = { width: plot.right - plot.left - 70, height: plot.bottom - plot.top - 36 };
  const unit = Math.min(inner.width / (x1 - x0 || 1), inner.height / (y1 - y0 || 1));
  const middle = [(plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2] as const;
  return ({ x, y }) => [middle[0] + unit * (x - (x0 + x1) / 2), middle[1] - unit * (y - (y0 + y1) / 2)];
}

function dot({ label }: StatePoint, [x, y]: Pixels, way: number, index: number, taken: Box[]): string {
  const first = index === 0 ? " best" : "";
  const shown = visibleToken(label);
  const place = placeLabel(shown, [x, y], taken);
  const text = place
    ? `<text class="token" x="${pixel(place.left)}" y="${pixel(place.bottom - 3)}">${escapeMarkup(shown)}</text>`
    : "";
  return (
    `<g data-way="${way}" data-point="${index}"><title>${escapeMarkup(`${index + 1}. ${label}`)}</title>` +
    `<circle class="dot${first}" cx="${pixel(x)}" cy="${pixel(y)}" r="3.5"/>${text}</g>`
  );
}

/** Where a label is free of points and of other labels; nowhere, if it would always cover some. */
function placeLabel(label: string, [x, y]: Pixels, taken: Box[]): Box | undefined {
  const width = emWidth(label) * font;
  const lefts = [x + 6, x - width - 6, x - width / 2];
  const candidates = [
    ...lefts.slice(0, 2).map((left) => boxAt(left, y - 8, width)),
    boxAt(lefts[2]!, y - 22, width),
    boxAt(lefts[2]!, y + 6, width),
    ...lefts.slice(0, 2).flatMap((left) => [boxAt(left, y - 20, width), boxAt(left, y + 4, width)]),
  ];
  const free = candidates.find(
    (box) => box.left >= 0 && box.right <= size.width && !taken.some((other) => overlap(box, other)),
  );
  if (free) taken.push(free);
  return free;
}

function boxAt(left: number, top: number, width: number): Box {
  return { left, right: left + width, top, bottom: top + 16 };
}

function boxAround([x, y]: Pixels, by: number): Box {
  return { left: x - by, right: x + by, top: y - by, bottom: y + by };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function keyOf(ways: readonly StateWay[]): string {
  let x = plot.right;
  const parts = ways.toReversed().map(({ name, colour }) => {
    x -= boldWidth * emWidth(name) * font;
    const text = `<text class="end" x="${pixel(x)}" y="30">${escapeMarkup(name)}</text>`;
    x -= 16;
    const part = `<g class="${colour}"><circle class="dot" cx="${pixel(x + 8)}" cy="26" r="3.5"/>${text}</g>`;
    x -= 10;
    return part;
  });
  return parts.join("");
}
