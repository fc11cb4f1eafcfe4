import { escapeMarkup } from "./escape.ts";

/**
 * A link that saves rows as a CSV file (RFC 4180) that the page holds itself.
 * @param name of the file
 * @param rows the first one is the header
 */
export function csvLink(name: string, rows: readonly (readonly (string | number | null)[])[]): string {
  const csv = rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`;
  return `<a download="${escapeMarkup(name)}" href="${escapeMarkup(href)}">${escapeMarkup(name)}</a>`;
}

function field(value: string | number | null): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
