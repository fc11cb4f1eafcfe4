import { csv } from "./csv.ts";
import type { FileFormat } from "./file-format.ts";
import { po } from "./gettext.ts";
import { jsonl } from "./jsonl.ts";
import { tmx } from "./tmx.ts";
import { tsv } from "./tsv.ts";
import { xliff } from "./xliff.ts";

/** All file formats for pairs, by the names that `format` takes. */
export const fileFormats = { tsv, csv, jsonl, tmx, xliff, po } satisfies Readonly<Record<string, FileFormat>>;

export type FileFormatName = keyof typeof fileFormats;

export const fileFormatNames = Object.keys(fileFormats) as FileFormatName[];

/** The names of formats as file extensions, for help: ".tsv, .csv" and so on. */
export const fileFormatEndings = fileFormatNames.map((name) => `.${name}`).join(", ");

/** The format of a file extension; TSV if no format has it. */
export function formatOfExtension(extension: string): FileFormatName {
  const end = extension.toLowerCase();
  return fileFormatNames.find((name) => fileFormats[name].extensions.some((one) => one === end)) ?? "tsv";
}
