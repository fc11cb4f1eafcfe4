import { escapeMarkup } from "./escape.ts";

type Cell = string | number | null;

/** A link that saves a plot's or a table's data as CSV (RFC 4180); they are inside the page. */
export function csvLink(file: string, label: string, rows: readonly (readonly Cell[])[]): string {
  const text = rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
  // The byte order mark tells spreadsheets that it is UTF-8.
  const address = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${text.replaceAll(/\p{Surrogate}/gu, "\ufffd")}`)}`;
  return `<a class="csv" download="${escapeMarkup(file)}" href="${escapeMarkup(address)}">${escapeMarkup(label)}</a>`;
}

function csvCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
