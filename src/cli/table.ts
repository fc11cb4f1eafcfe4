import { columnWidth } from "../report/index.ts";

/**
 * Lays out rows of cells in columns, two spaces apart, each row ending with a newline.
 * @param align one letter per column: "l" for text, "r" for numbers
 */
export function formatTable(rows: readonly (readonly string[])[], align: string): string {
  const widths = [...align].map((_, column) =>
    Math.max(0, ...rows.map((row) => columnWidth(row[column] ?? ""))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const space = " ".repeat(widths[column]! - columnWidth(cell));
        return align[column] === "r" ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join("");
}

/** A count with thousands separators: "12,700,000". */
export function grouped(count: number): string {
  return count.toLocaleString("en");
}

/** "1 pair", "2,000 pairs", "2 entries". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${count === 1 ? noun : `${noun}s`.replace(/ys$/, "ies")}`;
}
