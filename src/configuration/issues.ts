import type { z } from "zod";
import { shortened } from "../errors.ts";
import { nearest } from "./nearest.ts";

/**
 * What a schema finds wrong with a file's content, one or more lines per issue: the key with its path, the value, and
 * what was expected.
 * @param input the content that was parsed
 */
export function describeIssues(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
): string[] {
  return issues.flatMap((issue) => describeIssue(schema, issue, input));
}

function describeIssue(schema: z.ZodType, issue: z.core.$ZodIssue, input: unknown): string[] {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const suggestion = nearest(key, known);
      const hint =
        suggestion === undefined ? `expected one of ${known.join(", ")}` : `did you mean ${suggestion}?`;
      return `${shortened([path, key].filter(Boolean).join("."))}: unknown key; ${hint}`;
    });
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], input);
  const expected =
    issue.code === "invalid_value"
      ? `expected one of ${issue.values.map((one) => JSON.stringify(one)).join(", ")}`
      : issue.message.replace(/^(Invalid input|Too small|Too big): /, "");
  const shown = shortened(JSON.stringify(value) ?? "(nothing)");
  return [`${path || "the file"} ${shown}: ${expected}`];
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
