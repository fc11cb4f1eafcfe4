import { ConfigError } from "../errors.ts";

/**
 * The given name, known to be one of some.
 * @param what the thing that is named
 * @throws {ConfigError} where it is none of them
 */
export function oneOf<Name extends string>(what: string, name: string, known: readonly Name[]): Name {
  const found = known.find((one) => one === name);
  if (found !== undefined) return found;
  const list = known.map((one) => JSON.stringify(one)).join(", ");
  throw new ConfigError(`${what} ${JSON.stringify(name)}: expected one of ${list}`);
}
