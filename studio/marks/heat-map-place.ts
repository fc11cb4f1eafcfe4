import type { Place } from "../../src/report/attention-place.ts";

/** The place that an element of a heat map says; null where it says none. */
export function placeOf(target: EventTarget | null): Place | null {
  const element = target instanceof Element ? target.closest("[data-row], [data-column]") : null;
  if (!(element instanceof SVGElement)) return null;
  const { row, column } = element.dataset;
  return {
    ...(row !== undefined && { row: Number(row) }),
    ...(column !== undefined && { column: Number(column) }),
  };
}

/**
 * Marks what belongs to a place in a heat map that is drawn, and fades the rest. Of a cell, its row is not faded: it is what
 * the output word looked at.
 */
export function highlight(element: Element, chosen: Place | null): void {
  for (const part of element.querySelectorAll<SVGElement>("[data-row], [data-column]")) {
    const { row, column } = part.dataset;
    const isIn =
      chosen !== null &&
      (chosen.row === undefined || row === undefined || Number(row) === chosen.row) &&
      (chosen.column === undefined || column === undefined || Number(column) === chosen.column);
    const isBeside = chosen?.row !== undefined && (row === undefined || Number(row) === chosen.row);
    const isCell = row !== undefined && column !== undefined;
    part.classList.toggle("chosen", isIn);
    part.classList.toggle("aside", chosen !== null && !isIn && !isBeside);
    part.classList.toggle(
      "cursor",
      isIn && isCell && chosen?.row !== undefined && chosen.column !== undefined,
    );
  }
}
