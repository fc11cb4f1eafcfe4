import { ConfigError } from "../errors.ts";
import type { ConfigurationProblem } from "../problems.ts";
import type { Configuration } from "./configuration.ts";

/** How a parameter is trained. */
export interface ParameterSettings {
  readonly frozen: boolean;
  readonly learningRateFactor: number;
  readonly weightDecay: number;
}

type Patterns = Pick<Configuration["training"], "freeze" | "groups" | "weightDecay">;

/**
 * What `training.freeze` and `training.groups` say about each parameter.
 * @param names the names of all parameters
 * @returns the settings, in the same order
 * @throws {ConfigError} if a pattern names no parameter, with the nearest names, or if all are frozen
 */
export function parameterSettings(
  { freeze, groups, weightDecay }: Patterns,
  names: readonly string[],
): ParameterSettings[] {
  const problems: ConfigurationProblem[] = [
    ...freeze.map((pattern) => describeMismatch("training.freeze", pattern, names)),
    ...groups.flatMap(({ parameters }, index) =>
      parameters.map((pattern) => describeMismatch(`training.groups.${index}.parameters`, pattern, names)),
    ),
  ].filter((problem) => problem !== null);
  const settings = names.map((name) => {
    const own = groups.filter(({ parameters }) => parameters.some((pattern) => matches(pattern, name)));
    return {
      frozen: freeze.some((pattern) => matches(pattern, name)),
      learningRateFactor:
        own.findLast((one) => one.learningRateFactor !== undefined)?.learningRateFactor ?? 1,
      weightDecay: own.findLast((one) => one.weightDecay !== undefined)?.weightDecay ?? weightDecay,
    };
  });
  if (problems.length === 0 && settings.every(({ frozen }) => frozen)) {
    const text = `training.freeze ${JSON.stringify(freeze)}: it names all parameters; nothing is left to train`;
    problems.push({ kind: "allFrozen", text, path: "training.freeze", value: freeze });
  }
  if (problems.length > 0) throw new ConfigError(problems.map(({ text }) => text).join("\n"), { problems });
  return settings;
}

function describeMismatch(
  path: string,
  pattern: string,
  names: readonly string[],
): ConfigurationProblem | null {
  if (names.some((name) => matches(pattern, name))) return null;
  const edits = new Map(names.map((name) => [name, editsToMatch(pattern, name)]));
  const nearest = names.toSorted((a, b) => edits.get(a)! - edits.get(b)!).slice(0, 3);
  const text = `${path} ${JSON.stringify(pattern)}: no parameter has such a name; the nearest are ${nearest.join(", ")}`;
  return { kind: "noSuchParameter", text, path, value: pattern, nearest };
}

/** Whether a pattern, in which `*` stands for any characters, matches a name. */
function matches(pattern: string, name: string): boolean {
  return editsToMatch(pattern, name) === 0;
}

/** The fewest letters to insert, delete or change until a pattern matches: Levenshtein distance, with free `*`. */
function editsToMatch(pattern: string, name: string): number {
  // row[n]: edits between the part of the pattern read so far and the first n letters of the name
  let row = Array.from({ length: name.length + 1 }, (_, n) => n);
  for (const letter of pattern) {
    const next = [row[0]! + (letter === "*" ? 0 : 1)];
    for (let n = 1; n <= name.length; n++) {
      const longer = next[n - 1]!;
      const shorter = row[n]!;
      const changed = row[n - 1]! + (letter === name[n - 1] ? 0 : 1);
      next.push(letter === "*" ? Math.min(longer, shorter) : Math.min(longer + 1, shorter + 1, changed));
    }
    row = next;
  }
  return row[name.length]!;
}
