import { escapeMarkup } from "./escape.ts";

type Cell = string | number | null;

/**
 * A link that saves rows as a CSV file (RFC 4180), which is embedded in the page.
 * @param name the file's name
 * @param rows the first one is the header
 */
export function csvLink(name: string, rows: readonly (readonly Cell[])[]): string {
  const text = rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
  // The byte order mark tells spreadsheets that it is UTF-8.
  const address = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${text.replaceAll(/\p{Surrogate}/gu, "\ufffd")}`)}`;
  return `<a class="csv" download="${escapeMarkup(name)}" href="${escapeMarkup(address)}">${escapeMarkup(name)}</a>`;
}

function csvCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
