import { visibleToken } from "./attention-labels.ts";
import { emWidth } from "./east-asian-width.ts";
import { escapeMarkup } from "./escape.ts";
import { pixel } from "./pixel.ts";
import type { ReportLanguage } from "./report-language.ts";

export interface GateMap {
  /** What the gate is called, with its letter. */
  readonly title: string;
  /** A label for each step. */
  readonly tokens: readonly string[];
  /** Values [T][H]: from 0 to 1, or for a candidate from −1 to 1. */
  readonly values: readonly ArrayLike<number>[];
  /** How many units are shown; of more, those that change most over time (default 32). */
  readonly units?: number;
  /** Default "en". */
  readonly language?: ReportLanguage;
}

interface Texts {
  readonly unit: (unit: number) => string;
  readonly mean: string;
  readonly shown: (shown: number, all: number) => string;
}

const texts: Readonly<Record<ReportLanguage, Texts>> = {
  en: {
    unit: (unit) => `unit ${unit}`,
    mean: "mean of all units",
    shown: (shown, all) => `the ${shown} of ${all} units that change most`,
  },
  ja: {
    unit: (unit) => `ユニット${unit}`,
    mean: "全ユニットの平均",
    shown: (shown, all) => `全${all}ユニットのうち変化の大きい${shown}個`,
  },
};

/** Pixels. */
const font = 13;
const row = 8;
const left = 34;
const most = 90;

/**
 * The values of one gate over time as SVG: a column for each step, a row for each unit, and above them the mean of all
 * units. Opacity is the size of a value; values below 0 have another hue.
 */
export function gateMap({ title, tokens, values, units = 32, language = "en" }: GateMap): string {
  const words = texts[language];
  const H = values[0]?.length ?? 0;
  const shown = liveliest(values, H, units);
  const labels = tokens.map(visibleToken);
  const widths = labels.map((label) => Math.min(most, emWidth(label) * font));
  const cell = Math.max(18, ...widths.map((width) => width * Math.SQRT1_2)) + 2;
  const slant = Math.max(0, ...widths) * Math.SQRT1_2;
  const top = 26 + slant + 12;
  const parts = [`<text class="chart-title" x="0" y="14">${escapeMarkup(title)}</text>`];
  labels.forEach((label, t) => {
    const [x, y] = [pixel(left + cell * (t + 0.5) - 4), pixel(top - 6)];
    parts.push(
      `<text class="token" data-step="${t}" x="${x}" y="${y}" transform="rotate(-45 ${x} ${y})">${escapeMarkup(label)}</text>`,
    );
  });
  const place = (t: number, y: number, height: number) =>
    `x="${pixel(left + cell * t + 0.5)}" y="${pixel(y)}" width="${pixel(cell - 1)}" height="${height}" rx="1"`;
  const draw = (t: number, y: number, height: number, value: number, what: string) => {
    const tip = escapeMarkup(`${labels[t]}, ${what}: ${value.toFixed(2).replace("-", "−")}`);
    const opacity = String(Math.round(Math.min(1, Math.abs(value)) * 100) / 100);
    const hue = value < 0 ? "weight below" : "weight";
    parts.push(
      `<g data-step="${t}"><title>${tip}</title><rect class="cell" ${place(t, y, height)}/>` +
        `<rect class="${hue}" ${place(t, y, height)} fill-opacity="${opacity}"/></g>`,
    );
  };
  values.forEach((own, t) => draw(t, top, 12, meanOf(own), words.mean));
  const below = top + 18;
  for (const [n, unit] of shown.entries()) {
    if (n % 8 === 0) {
      parts.push(
        `<text class="tick" x="${left - 6}" y="${pixel(below + row * n + 8)}" text-anchor="end">${unit + 1}</text>`,
      );
    }
    values.forEach((own, t) => draw(t, below + row * n, row - 1, own[unit]!, words.unit(unit + 1)));
  }
  const end = below + row * shown.length;
  const note = shown.length < H ? words.shown(shown.length, H) : "";
  if (note !== "") parts.push(`<text class="tick" x="0" y="${pixel(end + 14)}">${note}</text>`);
  const least = 12 * emWidth(note) + 8;
  const [w, h] = [Math.ceil(Math.max(left + cell * labels.length + slant, least)), Math.ceil(end + 22)];
  return `<svg class="gate-map" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-label="${escapeMarkup(title)}">${parts.join("")}</svg>`;
}

/** The units whose values have the largest variance over time, in their own order. */
function liveliest(values: readonly ArrayLike<number>[], H: number, count: number): number[] {
  const units = Array.from({ length: H }, (_, unit) => unit);
  if (H <= count) return units;
  const variance = units.map((unit) => {
    const own = values.map((row) => row[unit]!);
    const mean = meanOf(own);
    return own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  });
  return units
    .toSorted((a, b) => variance[b]! - variance[a]! || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
