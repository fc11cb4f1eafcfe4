import type { Column, Columns } from "../../data/columns.ts";
import { ConfigError } from "../../errors.ts";
import { flag, type Reader } from "./flag.ts";

/** `SOURCE,TARGET`: names, or numbers from 1 on. */
export const columns: Reader<Columns> = {
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

export const columnsHelp = "columns, JSON keys or languages: by name, or by number from 1 on";

export const columnsFlag = flag("--columns <source,target>", columnsHelp, columns);
