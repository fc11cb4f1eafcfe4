import { type Alignment, attentionLabels, endLabel } from "./attention-labels.ts";
import { emWidth } from "./east-asian-width.ts";
import { escapeMarkup } from "./escape.ts";
import { pixel } from "./pixel.ts";
import type { ReportLanguage } from "./report-language.ts";

/** Pixels. */
const font = 13;
const endFont = 11;
const gap = 8;
const row = { height: 24, least: 15 };
const most = { width: 560, height: 480, label: 150, levelLabel: 72 };

const texts: Readonly<
  Record<ReportLanguage, { name: (rows: number, columns: number) => string; key: string }>
> = {
  en: {
    name: (rows, columns) => `Attention weights: ${rows} output tokens over ${columns} source tokens`,
    key: "1 weight",
  },
  ja: {
    name: (rows, columns) => `アテンションの重み：出力${rows}トークン × 入力${columns}トークン`,
    key: "1（重み）",
  },
};

/**
 * A heat map of attention as SVG: source tokens across, output tokens down, in one hue whose opacity is the weight.
 * Column labels are horizontal if they are short and slanted if they are long. Each cell shows its tokens and its
 * weight in a tooltip. Cells and labels say their place, `data-row` and `data-column`, to scripts.
 * @throws {DataError} where the sizes of weights and tokens do not fit
 */
export function attentionHeatMap(alignment: Alignment, language: ReportLanguage = "en"): string {
  const { columns, rows } = attentionLabels(alignment);
  const columnWidth = Math.max(0, ...columns.map(labelWidth));
  const level = columnWidth <= most.levelLabel && (columnWidth + gap) * columns.length <= most.width;
  const rowHeight = Math.max(row.least, Math.min(row.height, most.height / rows.length));
  const cell = level
    ? Math.max(row.height, columnWidth + gap)
    : Math.min(row.height, Math.max(8, most.width / columns.length));
  const left = Math.max(0, ...rows.map(labelWidth)) + gap;
  const slant = level ? 0 : Math.SQRT1_2 * columnWidth;
  const top = level ? row.height : slant + font + gap;
  const width = left + cell * columns.length + slant + gap;
  const bottom = top + rowHeight * rows.length;

  const parts = [
    ...columns.map((label, s) => columnLabel(label, s, left + cell * (s + 0.5), top, level)),
    ...rows.map((label, t) => {
      const at = `data-row="${t}" x="${pixel(left - gap)}" y="${pixel(top + rowHeight * (t + 0.5) + 4.5)}" text-anchor="end"`;
      return labelText(label, at);
    }),
  ];
  alignment.attention.forEach((weights, t) =>
    weights.forEach((weight, s) => {
      const place = `x="${pixel(left + cell * s + 0.5)}" y="${pixel(top + rowHeight * t + 0.5)}"`;
      const tip = escapeMarkup(`${rows[t]} ← ${columns[s]}: ${weight.toFixed(3)}`);
      parts.push(
        `<g data-row="${t}" data-column="${s}"><title>${tip}</title><rect class="cell" ${place} width="${pixel(cell - 1)}" height="${rowHeight - 1}" rx="2"/>` +
          `<rect class="weight" ${place} width="${pixel(cell - 1)}" height="${rowHeight - 1}" rx="2" fill-opacity="${opacity(weight)}"/></g>`,
      );
    }),
  );
  parts.push(scaleKey(left, bottom + 14, texts[language].key));
  const [w, h] = [Math.ceil(Math.max(width, left + 190)), Math.ceil(bottom + 30)];
  const name = texts[language].name(rows.length, columns.length);
  return `<svg class="heat-map" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" preserveAspectRatio="xMinYMin" role="img" aria-label="${name}">${parts.join("")}</svg>`;
}

function columnLabel(label: string, s: number, x: number, top: number, level: boolean): string {
  if (level)
    return labelText(
      label,
      `data-column="${s}" x="${pixel(x)}" y="${pixel(top - gap)}" text-anchor="middle"`,
    );
  const [px, py] = [pixel(x + 4), pixel(top - gap + 2)];
  return labelText(label, `data-column="${s}" x="${px}" y="${py}" transform="rotate(-45 ${px} ${py})"`);
}

function labelText(label: string, attributes: string): string {
  const shown = shorten(label);
  const full = shown === label ? "" : `<title>${escapeMarkup(label)}</title>`;
  const name = label === endLabel ? "token end-of-sequence" : "token";
  return `<text class="${name}" ${attributes}>${full}${escapeMarkup(shown)}</text>`;
}

/** Estimated width of a label as shown, in pixels. */
function labelWidth(label: string): number {
  return emWidth(shorten(label)) * (label === endLabel ? endFont : font);
}

function shorten(label: string): string {
  if (emWidth(label) * font <= most.label) return label;
  let shown = "";
  for (const character of label) {
    if (emWidth(`${shown}${character}…`) * font > most.label) break;
    shown += character;
  }
  return `${shown}…`;
}

/** The colours from weight 0 to 1, in steps of a tenth. */
function scaleKey(x: number, y: number, key: string): string {
  const steps = Array.from({ length: 11 }, (_, i) => {
    const place = `x="${pixel(x + 14 + i * 8)}" y="${pixel(y)}" width="8" height="9"`;
    return `<rect class="cell" ${place}/><rect class="weight" ${place} fill-opacity="${i / 10}"/>`;
  });
  const text = (at: number, words: string): string =>
    `<text class="tick" x="${pixel(x + at)}" y="${pixel(y + 9)}">${words}</text>`;
  return text(2, "0") + steps.join("") + text(107, key);
}

function opacity(weight: number): string {
  return String(Math.round(Math.min(1, Math.max(0, weight)) * 1000) / 1000);
}
