import { z } from "zod";
import { ConfigError } from "../errors.ts";
import type { ConfigurationProblem } from "../problems.ts";
import { conditionalsOf, settingsWithoutEffect, withEffects, withoutInherited } from "./effects.ts";
import { describeIssues } from "./issues.ts";
import { inconsistencies } from "./rules.ts";
import { type Configuration, configurationSchema } from "./schema.ts";

export type { Configuration, ConfigurationInput } from "./schema.ts";

const conditionals = conditionalsOf(configurationSchema);

/**
 * Checks a configuration and fills in the defaults.
 * @param input an object as read from YAML
 * @param name what to call it in errors: the file
 * @returns the settings that have an effect, and no others
 * @throws {ConfigError} with all problems at once, each with its path, the value and what was expected
 */
export function parseConfiguration(input: unknown, name = "configuration"): Configuration {
  const parsed = configurationSchema.safeParse(input ?? {});
  if (!parsed.success) throw refusal(name, describeIssues(configurationSchema, parsed.error.issues, input));
  const problems = problemsOf(parsed.data);
  if (problems.length > 0) throw refusal(name, problems);
  return withChoices(parsed.data);
}

/** The error of all problems of a file. */
export function refusal(name: string, problems: readonly ConfigurationProblem[]): ConfigError {
  return new ConfigError([`${name}:`, ...problems.map(({ text }) => `  ${text}`)].join("\n"), { problems });
}

/** The problems of a configuration whose keys are valid one by one. */
export function problemsOf(configuration: Configuration): ConfigurationProblem[] {
  return [
    ...settingsWithoutEffect(configuration, conditionals),
    ...inconsistencies(withChoices(configuration)),
  ];
}

/** A changed configuration, with defaults for settings that now have an effect, without those that no longer do. */
export function withChoices(configuration: Configuration): Configuration {
  return withEffects(configuration, conditionals);
}

/**
 * Settings partly inherited from a model, without the inherited ones that have no effect beside the others.
 * @param own the settings that are not inherited; they stay
 */
export function withoutIdleInherited<T extends object>(settings: T, own: object): T {
  return withoutInherited(settings, own, conditionals);
}

/** The schema of a configuration file for editors (JSON Schema, draft 2020-12). */
export function configurationJsonSchema(): unknown {
  return z.toJSONSchema(configurationSchema, { io: "input" });
}
