import type { z } from "zod";
import { shortened } from "../errors.ts";
import type { ConfigurationProblem } from "../problems.ts";
import { nearest } from "./nearest.ts";

/**
 * What a schema finds wrong with a file's content, one or more problems per issue: the key with its path, the value, and
 * what was expected.
 * @param input the content that was parsed
 */
export function describeIssues(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
): ConfigurationProblem[] {
  return issues.flatMap((issue) => describeIssue(schema, issue, input));
}

function describeIssue(schema: z.ZodType, issue: z.core.$ZodIssue, input: unknown): ConfigurationProblem[] {
  const at = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const suggestion = nearest(key, known);
      const hint =
        suggestion === undefined ? `expected one of ${known.join(", ")}` : `did you mean ${suggestion}?`;
      const path = shortened([at, key].filter(Boolean).join("."));
      return { kind: "unknownKey", text: `${path}: unknown key; ${hint}`, path, nearest: suggestion, known };
    });
  }
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown>)?.[key],
    input,
  );
  const expected =
    issue.code === "invalid_value"
      ? `expected one of ${issue.values.map((one) => JSON.stringify(one)).join(", ")}`
      : issue.message.replace(/^(Invalid input|Too small|Too big): /, "");
  const shown = shortened(JSON.stringify(value) ?? "(nothing)");
  const about = { text: `${at || "the file"} ${shown}: ${expected}`, path: at, value };
  if (issue.code === "invalid_value") return [{ kind: "notOneOf", ...about, values: issue.values }];
  if (issue.code === "invalid_type") return [{ kind: "wrongType", ...about, expected: issue.expected }];
  if (issue.code === "too_small" && issue.origin !== "array" && issue.origin !== "string") {
    return [
      { kind: "tooSmall", ...about, least: Number(issue.minimum), isAllowed: issue.inclusive === true },
    ];
  }
  if (issue.code === "too_big" && issue.origin !== "array" && issue.origin !== "string") {
    return [{ kind: "tooLarge", ...about, most: Number(issue.maximum), isAllowed: issue.inclusive === true }];
  }
  return [{ kind: "unexpected", ...about, expected: expected.replace(/^expected /, "") }];
}

/** The keys that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: SchemaPart | undefined = unwrap(schema);
  for (const key of path) at = unwrap(typeof key === "number" ? at?.element : at?.shape?.[key]);
  return Object.keys(at?.shape ?? {});
}

/** What is inside a schema in zod: the parts of an object, the element of an array. */
interface SchemaPart {
  readonly shape?: Readonly<Record<PropertyKey, unknown>>;
  readonly element?: unknown;
}

/** A schema without its default. */
function unwrap(schema: unknown): SchemaPart | undefined {
  const inner = (schema as { def?: { innerType?: unknown } } | undefined)?.def?.innerType;
  return inner === undefined ? (schema as SchemaPart) : unwrap(inner);
}
