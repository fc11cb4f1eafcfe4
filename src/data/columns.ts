import { DataError, shortened } from "../errors.ts";

/** A column name, a JSON key, a language of a translation memory, or a number from 1 on. */
export type Column = string | number;

/** Which texts are source and target, if a format has more than two side by side. */
export type Columns = readonly [source: Column, target: Column];

/** Whether columns are given by name, so that a table must have a header. */
export function areNamed(columns: Columns): boolean {
  return columns.some((column) => typeof column === "string");
}

/**
 * The indices of source and target, from 0 on.
 * @param names the names of the columns, in order
 * @param place the file and line in error messages
 * @throws {DataError} if there is no such column
 */
export function columnIndices(
  columns: Columns,
  names: readonly string[],
  place: string,
): readonly [source: number, target: number] {
  const [source, target] = columns.map((column) => {
    const named = names.flatMap((name, i) => (name.trim() === column ? [i + 1] : []));
    if (named.length > 1) {
      throw new DataError({
        kind: "severalColumns",
        text:
          `${place}: ${named.length} columns are called ${JSON.stringify(column)}: expected one; say which by its number: ` +
          `${named.slice(0, -1).join(", ")} or ${named.at(-1)}`,
        ...{ place, column: String(column), count: named.length },
      });
    }
    const index = typeof column === "number" ? column - 1 : (named[0] ?? 0) - 1;
    if (index >= 0 && index < names.length) return index;
    const known = shortened(names.map((name) => JSON.stringify(name.trim())).join(", "));
    throw new DataError({
      kind: "noColumn",
      text: `${place}: no column ${JSON.stringify(column)}: expected one of ${known}, or a number from 1 to ${names.length}`,
      ...{ place, column: String(column), known },
    });
  });
  return [source!, target!];
}

/** Refuses column names for a file that is declared to have no header. */
export function refuseNamed(columns: Columns, place: string): never {
  throw new DataError(
    `${place}: columns ${columns.map((column) => JSON.stringify(column)).join(" and ")}: the file is said to have no ` +
      "header: expected numbers, such as 1,2",
  );
}
