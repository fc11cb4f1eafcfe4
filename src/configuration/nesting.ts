import { ConfigError } from "../errors.ts";

/** No setting needs more, and parsers of deeper ones run out of stack or memory. */
const most = 200;

/**
 * @param lines of YAML or JSON
 * @param name what errors call them
 * @throws {ConfigError} where values are nested too deep, by open brackets or by the indentation of a line
 */
export function refuseNesting(lines: readonly string[], name: string): void {
  let [open, deepest] = [0, 0];
  for (const line of lines) {
    for (const character of line) {
      if (character === "[" || character === "{") deepest = Math.max(deepest, ++open);
      else if (character === "]" || character === "}") open--;
    }
    deepest = Math.max(deepest, Math.floor((/^[ -]*/.exec(line)?.[0].length ?? 0) / 2));
  }
  if (deepest > most)
    throw new ConfigError(`${name}: values are nested ${deepest} deep: expected ${most} at most`);
}
