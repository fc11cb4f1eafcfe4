import { endLabel } from "./attention-labels.ts";
import { escapeMarkup } from "./escape.ts";
import {
  type HeatMapLayout,
  isCharacter,
  isFullWidth,
  labelFont,
  labelGap,
  shorten,
} from "./heat-map-layout.ts";
import { pixel } from "./pixel.ts";

/**
 * The labels of both sides as SVG. The size that they have on paper is that of their group, which the reports' style lets
 * them inherit there; those that are not printed are of the class `between`.
 */
export function heatMapLabels(
  columns: readonly string[],
  rows: readonly string[],
  layout: HeatMapLayout,
): string {
  const { every } = layout.paper;
  /** Of so many, the one in the middle is printed: larger, it reaches over its neighbours' places. */
  const isBetween = (index: number) => index % every !== Math.floor(every / 2);
  const parts = [
    ...columns.map((label, s) => labelText(label, isBetween(s), columnPlace(label, s, layout))),
    ...rows.map((label, t) => labelText(label, isBetween(t), rowPlace(t, layout))),
  ];
  return `<g class="labels" font-size="${labelFont.token * every}">${parts.join("")}</g>`;
}

/** `dy` is a share of the letters' size, so a label stays in the middle of its row or column whatever that is. */
const middle = 'dy=".35em"';

function rowPlace(t: number, { left, top, rowHeight }: HeatMapLayout): string {
  const y = pixel(top + rowHeight * (t + 0.5));
  return `data-row="${t}" x="${pixel(left - labelGap)}" y="${y}" ${middle} text-anchor="end"`;
}

function columnPlace(label: string, s: number, { setting, cell, left, top }: HeatMapLayout): string {
  const at = (x: number, y: number) => `data-column="${s}" x="${pixel(x)}" y="${pixel(y)}"`;
  const turned = (x: number, y: number, degrees: number) =>
    `${at(x, y)} ${middle} transform="rotate(${degrees} ${pixel(x)} ${pixel(y)})"`;
  const x = left + cell * (s + 0.5);
  const y = top - labelGap;
  if (setting === "slanted") return turned(x, y, -45);
  if (setting === "level") return `${at(x, y)} text-anchor="middle"`;
  if (isCharacter(label)) return `${at(x, y - 2)} text-anchor="middle"`;
  return isFullWidth(label) ? `${at(x, y)} writing-mode="vertical-rl" text-anchor="end"` : turned(x, y, -90);
}

function labelText(label: string, isBetween: boolean, place: string): string {
  const shown = shorten(label);
  const full = shown === label ? "" : `<title>${escapeMarkup(label)}</title>`;
  const names = ["token", label === endLabel && "end-of-sequence", isBetween && "between"];
  return `<text class="${names.filter(Boolean).join(" ")}" ${place}>${full}${escapeMarkup(shown)}</text>`;
}
