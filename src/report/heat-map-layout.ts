import { endLabel } from "./attention-labels.ts";
import { emWidth } from "./east-asian-width.ts";

/**
 * How the labels of columns are set. Level ones need their own width; slanted ones, at 45°, about a line and a half;
 * upright ones, of which single characters stay as they are, one line.
 */
type LabelSetting = "level" | "slanted" | "upright";

/** Where the parts of a heat map lie, in pixels. */
export interface HeatMapLayout {
  readonly setting: LabelSetting;
  /** The width of a column, and the height of a row: never less than their labels need. */
  readonly cell: number;
  readonly rowHeight: number;
  /** Where cells begin: right of the labels of rows, below those of columns. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly paper: PaperLabels;
}

/** Labels on paper, where a map is as small as the page and nobody can scroll. */
interface PaperLabels {
  /** Each how manieth label is printed, as many times larger than on the screen (1: all, as they are). */
  readonly every: number;
  /** Pixels of paper that the larger labels need above and left of the map. */
  readonly room: number;
}

/** Sizes of letters in pixels. */
export const labelFont = { token: 13, end: 11 };
export const labelGap = 8;
const row = { height: 24, least: 15 };
const most = { width: 560, height: 480, label: 150, levelLabel: 72 };
/** The least width of a column whose labels are set so; characters below one another are not to be read across. */
const least = { slanted: 20, upright: 14, characters: 18 };
const keyWidth = 190;
/** A4 or Letter less the margins of page and card, the height of `.heat-map` in print, and letters of 5 points. */
const paper = { width: 650, height: 567, font: 6.6 };

/** @param columns and `rows`: the labels of both sides */
export function heatMapLayout(columns: readonly string[], rows: readonly string[]): HeatMapLayout {
  const widest = Math.max(0, ...columns.map(labelWidth));
  const { setting, cell } = columnsFor(columns, widest);
  const rowHeight = Math.max(row.least, Math.min(row.height, most.height / rows.length));
  const rowLabels = Math.max(0, ...rows.map(labelWidth));
  const left = rowLabels + labelGap;
  const slant = setting === "slanted" ? Math.SQRT1_2 * widest : 0;
  const top = {
    level: row.height,
    slanted: slant + labelFont.token + labelGap,
    upright: widest + 2 * labelGap,
  }[setting];
  const width = Math.ceil(Math.max(left + cell * columns.length + slant + labelGap, left + keyWidth));
  const height = Math.ceil(top + rowHeight * rows.length + 30);
  const scale = Math.min(1, paper.width / width, paper.height / height);
  const every = Math.ceil(paper.font / (labelFont.token * scale));
  const longest = Math.max(rowLabels, setting === "level" ? labelFont.token : widest);
  const room = Math.ceil((every - 1) * longest * scale);
  return { setting, cell, rowHeight, left, top, width, height, paper: { every, room } };
}

function columnsFor(columns: readonly string[], widest: number): Pick<HeatMapLayout, "setting" | "cell"> {
  const spread = widest + labelGap;
  if (widest <= most.levelLabel && spread * columns.length <= most.width) {
    return { setting: "level", cell: Math.max(row.height, spread) };
  }
  const words = columns.filter((label) => label !== endLabel);
  const even = Math.min(row.height, most.width / columns.length);
  if (even >= least.slanted && !words.every(isCharacter)) return { setting: "slanted", cell: even };
  const isOfColumns = words.some((label) => isFullWidth(label) && !isCharacter(label));
  return { setting: "upright", cell: Math.max(isOfColumns ? least.characters : least.upright, even) };
}

/** Whether a label is of characters that are written in columns, such as those of Japanese. */
export function isFullWidth(label: string): boolean {
  return emWidth(label) === [...label].length;
}

/** Whether a label is one character, which is read as well in a column as in a line. */
export function isCharacter(label: string): boolean {
  return [...label].length === 1;
}

/** Estimated width of a label as shown, in pixels. */
export function labelWidth(label: string): number {
  return emWidth(shorten(label)) * (label === endLabel ? labelFont.end : labelFont.token);
}

/** A label as shown: one that is far too long is cut. */
export function shorten(label: string): string {
  if (emWidth(label) * labelFont.token <= most.label) return label;
  let shown = "";
  for (const character of label) {
    if (emWidth(`${shown}${character}…`) * labelFont.token > most.label) break;
    shown += character;
  }
  return `${shown}…`;
}
