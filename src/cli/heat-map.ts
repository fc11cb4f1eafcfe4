import { type Alignment, attentionLabels, columnWidth } from "../report/index.ts";

export interface HeatMapOptions extends Alignment {
  /** Paints cells with the terminal's 256 colours; otherwise they are shaded with " ░▒▓█". */
  readonly colour: boolean;
  /** Width of the terminal; a wider picture is cut into several, one below the other (default 80). */
  readonly columns?: number;
}

const shades = [" ", "░", "▒", "▓", "█"];
/** From black through blue to white, ever lighter, in the 6 × 6 × 6 cube of the terminal's 256 colours. */
const ramp = [16, 17, 18, 24, 25, 31, 32, 38, 74, 117, 153, 195];
const reset = "\u001b[0m";

/** Width of a cell in columns if its label needs no more or has its own line. */
const narrow = 2;

/**
 * A heat map of attention for a terminal: a row for each output token, a column for each source token. Column labels
 * are side by side if they fit, otherwise in a staircase, one per line. Labels wider than a third of the terminal are
 * cut:
 *
 *          although
 *          │ the
 *          │ │ committee
 *     委員 ▒▒░░██
 *
 * @returns lines that end with a newline
 * @throws {DataError} where the sizes of weights and tokens do not fit
 */
export function renderHeatMap({ colour, columns = 80, ...alignment }: HeatMapOptions): string {
  const full = attentionLabels(alignment);
  const most = Math.floor(columns / 3);
  const labels = { rows: full.rows.map(cutTo(most)), columns: full.columns.map(cutTo(most)) };
  const left = Math.max(0, ...labels.rows.map(columnWidth)) + 1;
  const { cell, fitting, level } = layOut(labels.columns, columns - left);
  const paint = colour ? coloured : shaded;
  const indent = " ".repeat(left);

  const lines: string[] = [];
  for (let from = 0; from < labels.columns.length; from += fitting) {
    const names = labels.columns.slice(from, from + fitting);
    const head = level ? [names.map((name) => padEnd(name, cell)).join("")] : staircase(names);
    lines.push(...head.map((line) => indent + line));
    labels.rows.forEach((label, t) => {
      const cells = alignment.attention[t]!.slice(from, from + fitting).map((weight) => paint(weight, cell));
      lines.push(`${" ".repeat(left - 1 - columnWidth(label))}${label} ${cells.join("")}`);
    });
    lines.push("");
  }
  lines.push(`${indent}${scaleKey(colour)}`);
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** How wide a cell is, how many cells fit side by side, and whether their labels fit. */
function layOut(names: readonly string[], room: number): { cell: number; fitting: number; level: boolean } {
  const widths = names.map(columnWidth);
  // The last label has nothing to its right and may extend beyond its cell: `</s>` after letters.
  const last = widths.at(-1) ?? 0;
  const widest = Math.max(1, ...widths.slice(0, -1));
  const side = Math.max(narrow, widest + 1);
  const level = side * (names.length - 1) + last <= room || side <= narrow + 1;
  const cell = level ? side : narrow;
  return { cell, level, fitting: Math.max(1, Math.floor((room - Math.max(widest, last)) / cell) + 1) };
}

function staircase(names: readonly string[]): string[] {
  return names.map((name, i) => "│ ".repeat(i) + name);
}

/** Cuts labels that would take more than `most` columns. */
function cutTo(most: number): (label: string) => string {
  return (label) => {
    if (columnWidth(label) <= most) return label;
    let kept = "";
    for (const character of label) {
      if (columnWidth(kept + character) > most - 1) break;
      kept += character;
    }
    return `${kept}…`;
  };
}

function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnWidth(text)));
}

/** A weight as the nearest shade. */
function shaded(weight: number, cell: number): string {
  return shades[step(weight, shades.length)]!.repeat(cell - gapOf(cell)) + " ".repeat(gapOf(cell));
}

/** A weight as a background, the nearest colour of the ramp. */
function coloured(weight: number, cell: number): string {
  const background = `\u001b[48;5;${ramp[step(weight, ramp.length)]}m`;
  return background + " ".repeat(cell - gapOf(cell)) + reset + " ".repeat(gapOf(cell));
}

/** A free column between cells that are wide enough. */
function gapOf(cell: number): number {
  return cell > narrow ? 1 : 0;
}

function step(weight: number, steps: number): number {
  return Math.round(Math.min(1, Math.max(0, weight)) * (steps - 1));
}

function scaleKey(colour: boolean): string {
  const cells = colour ? ramp.map((code) => `\u001b[48;5;${code}m ${reset}`) : shades;
  return `0 ${cells.join("")} 1 weight`;
}
