import { ConfigError } from "../../errors.ts";
import { type FlagTable, nameOf } from "./flag.ts";

/** Flags that only do something under a condition. */
export interface Condition {
  /** What the flags set. */
  readonly keys: readonly string[];
  readonly effective: boolean;
  /** What they are for, and the way out. */
  readonly why: string;
}

/** @throws {ConfigError} where a flag was given that would change nothing */
export function refuseWithoutEffect(given: object, table: FlagTable, conditions: readonly Condition[]): void {
  const isGiven = (key: string) => (given as Readonly<Record<string, unknown>>)[key] !== undefined;
  for (const { keys, effective, why } of conditions) {
    const idle = effective ? [] : keys.filter(isGiven);
    if (idle.length === 0) continue;
    throw new ConfigError(`${idle.map((key) => nameOf(table[key]!)).join(", ")}: without effect: ${why}`);
  }
}
