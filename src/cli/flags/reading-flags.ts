import type { Column, Columns } from "../../data/columns.ts";
import { fileFormatNames } from "../../data/formats/index.ts";
import type { OpenPairsOptions } from "../../data/open-pairs.ts";
import { ConfigError } from "../../errors.ts";
import { choice, flag, type Reader } from "./flag.ts";

/** `SOURCE,TARGET`: column names, or column numbers from 1. */
const columns: Reader<Columns> = {
  read(given, name) {
    const parts = given.split(",").map((part): Column => {
      const column = part.trim();
      return /^[1-9]\d*$/.test(column) ? Number(column) : column;
    });
    const [source, target] = parts;
    if (parts.length === 2 && source !== "" && target !== "") return [source!, target!];
    throw new ConfigError(
      `${name} "${given}": expected two, the source's and the target's, such as en,ja or 2,3`,
    );
  },
  wrong: "one",
};

const yesOrNo: Reader<boolean> = {
  read: (given, name) => choice(["yes", "no"]).read(given, name) === "yes",
  wrong: "maybe",
};

/** Flags for reading files of pairs, keyed by the option of `openPairs` that each sets. */
export const readingFlags = {
  format: flag(
    "--format <name>",
    `how pairs are written: ${fileFormatNames.join(", ")} (default: by the file's name)`,
    choice(fileFormatNames),
  ),
  columns: flag(
    "--columns <source,target>",
    "columns, JSON keys or languages: by name, or by number from 1 on",
    columns,
  ),
  header: flag("--header <yes|no>", "whether the first line of a table names its columns", yesOrNo),
};

export const readingKeys = Object.keys(readingFlags) as (keyof typeof readingFlags)[];

/** The options of `openPairs` that these flags set. */
export type ReadingOptions = Pick<OpenPairsOptions, keyof typeof readingFlags>;

/** The options of `openPairs` among the flags of a command. */
export function readingOptions({ format, columns, header }: ReadingOptions): ReadingOptions {
  return { format, columns, header };
}
