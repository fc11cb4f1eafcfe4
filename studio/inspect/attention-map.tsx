import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { type Alignment, attentionLabels } from "../../src/report/attention-labels.ts";
import { textsIn } from "../app/language.ts";
import { HeatMap, type Place } from "../marks/heat-map.tsx";
import { FocusRegion } from "./focus-region.tsx";
import { LitWords } from "./lit-words.tsx";
import { percentText } from "./numbers.ts";
import { inspectTexts } from "./texts.ts";

/** The heat map of an output, with both sentences as words above it: what is pointed at lights the words that belong to it. */
export function AttentionMap({ alignment }: { readonly alignment: Alignment }): VNode {
  const texts = textsIn(inspectTexts);
  const [place, setPlace] = useState<Place | null>(null);
  const { columns, rows } = attentionLabels(alignment);
  const { attention } = alignment;
  const chosen = place && fits(place, rows.length, columns.length) ? place : null;
  const move = (event: KeyboardEvent) => {
    const [down, right] = arrows[event.key] ?? [0, 0];
    if (event.key === "Escape") return setPlace(null);
    if (down === 0 && right === 0) return;
    event.preventDefault();
    const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));
    const { row = 0, column = 0 } = chosen ?? {
      row: down < 0 ? rows.length : -down,
      column: right > 0 ? -1 : 0,
    };
    setPlace({ row: clamp(row + down, rows.length), column: clamp(column + right, columns.length) });
  };
  const { row, column } = chosen ?? {};
  const sourceLight = row === undefined ? columns.map((_, s) => (s === column ? 1 : 0)) : attention[row]!;
  const outputLight = rows.map((_, t) => {
    if (row !== undefined) return t === row ? 1 : 0;
    return column === undefined ? 0 : attention[t]![column]!;
  });
  const told =
    row !== undefined && column !== undefined
      ? texts.looked(rows[row]!, columns[column]!, percentText(attention[row]![column]!))
      : "";
  return (
    <div class="attention-map">
      <LitWords
        label={texts.source}
        words={columns}
        light={sourceLight}
        onPoint={(s) => setPlace(s === null ? null : { column: s })}
      />
      <LitWords
        label={texts.output}
        words={rows}
        light={outputLight}
        onPoint={(t) => setPlace(t === null ? null : { row: t })}
      />
      <FocusRegion label={texts.attention} class="map-keys" onKeyDown={move}>
        <HeatMap alignment={alignment} chosen={chosen} onPoint={setPlace} />
      </FocusRegion>
      <p class="told note" role="status">
        {told}
      </p>
    </div>
  );
}

const arrows: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function fits({ row = 0, column = 0 }: Place, rows: number, columns: number): boolean {
  return row < rows && column < columns;
}
