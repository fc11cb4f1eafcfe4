import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { attentionHeatMap } from "../../src/report/attention-heat-map.ts";
import type { Alignment } from "../../src/report/attention-labels.ts";
import type { Place } from "../../src/report/attention-place.ts";
import { eastAsianLanguage } from "../../src/report/language.ts";
import { language } from "../app/language.ts";
import { Scroll } from "../app/scroll.tsx";
import { ease } from "./easing.ts";
import { highlight, placeOf } from "./heat-map-place.ts";
import { WeightTable } from "./weight-table.tsx";

export interface HeatMapProps {
  readonly alignment: Alignment;
  /** What is highlighted: a row or a column, or a cell. */
  readonly chosen?: Place | null;
  /** Told where the pointer is, null where it has left. */
  readonly onPoint?: (place: Place | null) => void;
}

/**
 * A heat map that lives: while its tokens stay the same, new weights move its cells to their colours and nothing is drawn
 * anew. It is also a table, for screen readers.
 */
export function HeatMap({ alignment, chosen = null, onPoint }: HeatMapProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnMap | null>(null);
  const inLanguage = language.value;
  const labels = JSON.stringify([inLanguage, alignment.sourceTokens, alignment.tokens, sizeOf(alignment)]);
  useEffect(() => {
    const element = place.current!;
    if (drawn.current?.labels !== labels) {
      drawn.current?.stop();
      element.innerHTML = attentionHeatMap(alignment, inLanguage);
      drawn.current = new DrawnMap(labels, element, alignment);
    } else drawn.current.show(alignment);
  }, [labels, alignment]);
  useEffect(() => () => drawn.current?.stop(), []);
  useEffect(() => highlight(place.current!, chosen), [labels, chosen?.row, chosen?.column]);
  const point = (event: Event) => onPoint?.(placeOf(event.target));
  const shownLanguage = eastAsianLanguage([...alignment.sourceTokens, ...alignment.tokens]);
  return (
    <Scroll class="heat-map-place map">
      <div
        ref={place}
        lang={shownLanguage}
        onPointerOver={point}
        onPointerLeave={() => onPoint?.(null)}
        aria-hidden="true"
      />
      <WeightTable alignment={alignment} />
    </Scroll>
  );
}

/** A map that is drawn, and moves. */
class DrawnMap {
  readonly labels: string;
  private readonly cells: readonly Element[];
  private readonly titles: readonly Element[];
  private values: readonly number[];
  stop = () => {};

  constructor(labels: string, element: Element, { attention }: Alignment) {
    this.labels = labels;
    this.cells = [...element.querySelectorAll("g > .weight")];
    this.titles = [...element.querySelectorAll("g > title")];
    this.values = attention.flat();
  }

  show({ attention }: Alignment): void {
    const to = attention.flat();
    if (to.every((weight, n) => weight === this.values[n])) return;
    this.stop();
    const { cells, titles } = this;
    titles.forEach((title, n) => {
      title.textContent = `${title.textContent!.replace(/: [^:]*$/, "")}: ${to[n]!.toFixed(3)}`;
    });
    this.stop = ease(this.values, to, (values) => {
      this.values = values;
      cells.forEach((cell, n) => cell.setAttribute("fill-opacity", values[n]!.toFixed(3)));
    });
  }
}

function sizeOf({ attention }: Alignment): readonly number[] {
  return [attention.length, attention[0]?.length ?? 0];
}
