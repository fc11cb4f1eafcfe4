import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { type Alignment, attentionLabels } from "../../src/report/attention-labels.ts";
import { lightsOf, type Place, placeAfterKey } from "../../src/report/attention-place.ts";
import { textsIn } from "../app/language.ts";
import { HeatMap } from "../marks/heat-map.tsx";
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
    const next = placeAfterKey(chosen, event.key, { rows: rows.length, columns: columns.length });
    if (next === undefined) return;
    event.preventDefault();
    setPlace(next);
  };
  if (rows.length * columns.length > mostCells) return <p class="note">{texts.largeMap}</p>;
  const { row, column } = chosen ?? {};
  const lights = lightsOf(attention, chosen);
  const told =
    row !== undefined && column !== undefined
      ? texts.looked(rows[row]!, columns[column]!, percentText(attention[row]![column]!))
      : "";
  return (
    <div class="attention-map">
      <LitWords
        label={texts.source}
        words={columns}
        light={lights.columns}
        onPoint={(s) => setPlace(s === null ? null : { column: s })}
      />
      <LitWords
        label={texts.output}
        words={rows}
        light={lights.rows}
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

/** The page would be slow with more. */
const mostCells = 6400;

function fits({ row = 0, column = 0 }: Place, rows: number, columns: number): boolean {
  return row < rows && column < columns;
}
