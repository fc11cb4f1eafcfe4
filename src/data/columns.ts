import { DataError } from "../errors.ts";

/** A column by its name, a key of JSON, a language of a translation memory, or a number from 1 on. */
export type Column = string | number;

/** Where a format has more than two texts side by side: which of them are source and target. */
export type Columns = readonly [source: Column, target: Column];

/** Whether columns are named, so that a table has to have a header. */
export function areNamed(columns: Columns): boolean {
  return columns.some((column) => typeof column === "string");
}

/**
 * The indices, from 0 on, of source and target.
 * @param names what the columns are called, in order
 * @param place what errors call the file and line
 * @throws {DataError} where there is no such column
 */
export function columnIndices(
  columns: Columns,
  names: readonly string[],
  place: string,
): readonly [source: number, target: number] {
  const [source, target] = columns.map((column) => {
    const named = names.flatMap((name, i) => (name.trim() === column ? [i + 1] : []));
    if (named.length > 1) {
      throw new DataError(
        `${place}: ${named.length} columns are called ${JSON.stringify(column)}: expected one; say which by its number: ` +
          `${named.slice(0, -1).join(", ")} or ${named.at(-1)}`,
      );
    }
    const index = typeof column === "number" ? column - 1 : (named[0] ?? 0) - 1;
    if (index >= 0 && index < names.length) return index;
    const known = names.map((name) => JSON.stringify(name.trim())).join(", ");
    throw new DataError(
      `${place}: no column ${JSON.stringify(column)}: expected one of ${known}, or a number from 1 to ${names.length}`,
    );
  });
  return [source!, target!];
}

/** Refuses names of columns for a file that is said to have no header. */
export function refuseNamed(columns: Columns, place: string): never {
  throw new DataError(
    `${place}: columns ${columns.map((column) => JSON.stringify(column)).join(" and ")}: the file is said to have no ` +
      "header: expected numbers, such as 1,2",
  );
}
