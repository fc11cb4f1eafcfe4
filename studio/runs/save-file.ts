import type { ExportedFile } from "./exchange/export-run.ts";

/** Hands a file to the reader's downloads. */
export function saveFile({ name, type, bytes }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers begin a download a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
