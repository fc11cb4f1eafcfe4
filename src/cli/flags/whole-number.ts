import { ConfigError } from "../../errors.ts";

/**
 * A flag's number; undefined where it was not given.
 * @throws {ConfigError} for what is no whole number from 0 on
 */
export function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new ConfigError(`${flag} "${text}": expected a whole number from 0 on`);
}
