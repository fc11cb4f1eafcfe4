import { z } from "zod";
import { ConfigError } from "../errors.ts";
import { describeIssues } from "./issues.ts";
import { inconsistencies } from "./rules.ts";
import { type Configuration, configurationSchema } from "./schema.ts";

export type { Configuration, ConfigurationInput } from "./schema.ts";

/**
 * Checks a configuration and fills in the defaults.
 * @param input an object as read from YAML
 * @param name what to call it in errors: the file
 * @throws {ConfigError} with all problems at once, each with its path, the value and what was expected
 */
export function parseConfiguration(input: unknown, name = "configuration"): Configuration {
  const parsed = configurationSchema.safeParse(input ?? {});
  if (!parsed.success) {
    const lines = describeIssues(configurationSchema, parsed.error.issues, input);
    throw new ConfigError([`${name}:`, ...lines.map((line) => `  ${line}`)].join("\n"));
  }
  const problems = inconsistencies(parsed.data);
  if (problems.length > 0)
    throw new ConfigError([`${name}:`, ...problems.map((line) => `  ${line}`)].join("\n"));
  return parsed.data;
}

/** The schema of a configuration file for editors (JSON Schema, draft 2020-12). */
export function configurationJsonSchema(): unknown {
  return z.toJSONSchema(configurationSchema, { io: "input" });
}
