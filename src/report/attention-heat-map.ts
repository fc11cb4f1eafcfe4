import { type Alignment, attentionLabels } from "./attention-labels.ts";
import { escapeMarkup } from "./escape.ts";
import { heatMapLabels } from "./heat-map-labels.ts";
import { heatMapLayout } from "./heat-map-layout.ts";
import { pixel } from "./pixel.ts";
import type { ReportLanguage } from "./report-language.ts";

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
 * Columns and rows are as wide as their labels need, so a map of many is wide: it scrolls on the screen, and on paper it
 * is as small as the page, with fewer and larger labels. Each cell shows its tokens and its weight in a tooltip. Cells and
 * labels say their place, `data-row` and `data-column`, to scripts.
 * @throws {DataError} where the sizes of weights and tokens do not fit
 */
export function attentionHeatMap(alignment: Alignment, language: ReportLanguage = "en"): string {
  const { columns, rows } = attentionLabels(alignment);
  const layout = heatMapLayout(columns, rows);
  const { left, top, cell, rowHeight, width, height, paper } = layout;
  const parts = [heatMapLabels(columns, rows, layout)];
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
  parts.push(scaleKey(left, top + rowHeight * rows.length + 14, paper.every, texts[language].key));
  const name = texts[language].name(rows.length, columns.length);
  const kind = paper.every > 1 ? "heat-map large" : "heat-map";
  return `<svg class="${kind}" font-size="${paper.room}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMinYMin" role="img" aria-label="${name}">${parts.join("")}</svg>`;
}

/** The map in a place of its own that scrolls, by keys too, for a page without scripts. */
export function scrollingHeatMap(alignment: Alignment, language?: ReportLanguage): string {
  return `<div class="map" tabindex="0">${attentionHeatMap(alignment, language)}</div>`;
}

/** The colours from weight 0 to 1, in steps of a tenth. */
function scaleKey(x: number, y: number, every: number, key: string): string {
  const steps = Array.from({ length: 11 }, (_, i) => {
    const place = `x="${pixel(x + 14 + i * 8)}" y="${pixel(y)}" width="8" height="9"`;
    return `<rect class="cell" ${place}/><rect class="weight" ${place} fill-opacity="${i / 10}"/>`;
  });
  const text = (at: number, anchor: string, words: string): string =>
    `<text class="tick" x="${pixel(x + at)}" y="${pixel(y)}" dy=".75em" text-anchor="${anchor}">${words}</text>`;
  const ends = text(10, "end", "0") + text(107, "start", key);
  return `${steps.join("")}<g class="labels" font-size="${12 * every}">${ends}</g>`;
}

function opacity(weight: number): string {
  return String(Math.round(Math.min(1, Math.max(0, weight)) * 1000) / 1000);
}
