import type { Column, Columns } from "../../data/columns.ts";
import { ConfigError } from "../../errors.ts";

/**
 * The flag `--columns SOURCE,TARGET`: names, or numbers from 1 on.
 * @throws {ConfigError} for what are not two
 */
export function columnsFlag(text: string | undefined): Columns | undefined {
  if (text === undefined) return undefined;
  const parts = text.split(",").map((part): Column => {
    const name = part.trim();
    return /^[1-9]\d*$/.test(name) ? Number(name) : name;
  });
  const [source, target] = parts;
  if (parts.length === 2 && source !== "" && target !== "") return [source!, target!];
  throw new ConfigError(
    `--columns "${text}": expected two, the source's and the target's, such as en,ja or 2,3`,
  );
}

/** The same as a value of the configuration, in YAML. */
export function columnsSetting(text: string | undefined): string | undefined {
  const columns = columnsFlag(text);
  return columns && JSON.stringify(columns);
}
