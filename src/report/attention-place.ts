/** A cell of a heat map, or where one is missing a whole row or column, counted from 0. */
export interface Place {
  readonly row?: number;
  readonly column?: number;
}

/** How bright the words of both sides are, from 0 to 1, while a place is pointed at. */
export interface Lights {
  /** [S] and [T] */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

/**
 * The words that belong to a place: of an output word, what it looked at; of a source word, the output words that looked
 * at it.
 * @param attention weights [T][S]
 */
export function lightsOf(attention: readonly (readonly number[])[], place: Place | null): Lights {
  const { row, column } = place ?? {};
  const columns = Array.from(attention[0] ?? [], (_, s) => (s === column ? 1 : 0));
  return {
    columns: row === undefined ? columns : attention[row]!,
    rows: attention.map((weights, t) => {
      if (row !== undefined) return t === row ? 1 : 0;
      return column === undefined ? 0 : weights[column]!;
    }),
  };
}

/**
 * Where a key leads on a map: an arrow to the cell beside, or onto the map; Escape away from it.
 * @returns undefined for a key that does nothing here
 */
export function placeAfterKey(
  place: Place | null,
  key: string,
  size: { readonly rows: number; readonly columns: number },
): Place | null | undefined {
  if (key === "Escape") return null;
  const step = arrows[key];
  if (step === undefined || size.rows === 0 || size.columns === 0) return undefined;
  if (place === null) return { row: 0, column: 0 };
  const moved = (at: number | undefined, by: number, count: number) =>
    at === undefined ? 0 : Math.max(0, Math.min(count - 1, at + by));
  return {
    row: moved(place.row, step.down, size.rows),
    column: moved(place.column, step.right, size.columns),
  };
}

const arrows: Readonly<Record<string, { readonly down: number; readonly right: number }>> = {
  ArrowUp: { down: -1, right: 0 },
  ArrowDown: { down: 1, right: 0 },
  ArrowLeft: { down: 0, right: -1 },
  ArrowRight: { down: 0, right: 1 },
};
