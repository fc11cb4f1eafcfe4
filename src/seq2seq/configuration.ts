import { z } from "zod";
import { ConfigError } from "../errors.ts";
import { inconsistencies } from "./configuration-rules.ts";
import { type Configuration, configurationSchema } from "./configuration-schema.ts";
import { nearest } from "./nearest.ts";

export type { Configuration, ConfigurationInput } from "./configuration-schema.ts";

/**
 * Checks a configuration and fills in the defaults.
 * @param input an object as read from YAML
 * @param name what to call it in errors: the file
 * @throws {ConfigError} with all problems at once, each with its path, the value and what was expected
 */
export function parseConfiguration(input: unknown, name = "configuration"): Configuration {
  const parsed = configurationSchema.safeParse(input ?? {});
  if (!parsed.success) {
    const lines = parsed.error.issues.flatMap((issue) => describeIssue(issue, input));
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

function describeIssue(issue: z.core.$ZodIssue, input: unknown): string[] {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => {
      const suggestion = nearest(key, known);
      const hint =
        suggestion === undefined ? `expected one of ${known.join(", ")}` : `did you mean ${suggestion}?`;
      return `${[path, key].filter(Boolean).join(".")}: unknown key; ${hint}`;
    });
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], input);
  const expected =
    issue.code === "invalid_value"
      ? `expected one of ${issue.values.map((one) => JSON.stringify(one)).join(", ")}`
      : issue.message.replace(/^(Invalid input|Too small|Too big): /, "");
  return [`${path || "the file"} ${JSON.stringify(value) ?? "(nothing)"}: ${expected}`];
}

/** The keys that the schema knows at a path. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let at: SchemaPart | undefined = unwrap(configurationSchema);
  for (const key of path) at = unwrap(typeof key === "number" ? at?.element : at?.shape?.[key]);
  return Object.keys(at?.shape ?? {});
}

/** What is inside of a schema, as zod has it: the parts of an object, the element of an array. */
interface SchemaPart {
  readonly shape?: Readonly<Record<PropertyKey, unknown>>;
  readonly element?: unknown;
}

/** A schema without its default. */
function unwrap(schema: unknown): SchemaPart | undefined {
  const inner = (schema as { def?: { innerType?: unknown } } | undefined)?.def?.innerType;
  return inner === undefined ? (schema as SchemaPart) : unwrap(inner);
}
