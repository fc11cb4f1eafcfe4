import type { z } from "zod";
import { shortened } from "../errors.ts";
import { ProblemError } from "./problem.ts";

/** Places that a refusal lists at most. */
const mostErrors = 20;

/**
 * Checks a request against its schema.
 * @throws {ProblemError} that lists what is wrong, by its place
 */
export function checked<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => errorsOf(issue, [])).slice(0, mostErrors);
  const { path, message } = errors[0]!;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new ProblemError("invalid-request", `${path || "the body"}: ${message}${more}`, { errors });
}

interface FoundError {
  readonly path: string;
  readonly message: string;
}

function errorsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): FoundError[] {
  const path = [...above, ...issue.path];
  const at = (place: readonly PropertyKey[]) => shortened(place.map(String).join("."));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: at([...path, key]), message: `unknown; ${issue.message}` }));
  }
  if (issue.code === "invalid_union") {
    // The alternative that was meant is the one whose faults lie deepest.
    const depth = (issues: readonly z.core.$ZodIssue[]) =>
      Math.max(0, ...issues.map((one) => (one.code === "unrecognized_keys" ? 1 : 0) + one.path.length));
    const meant = issue.errors.reduce<readonly z.core.$ZodIssue[]>(
      (best, one) => (depth(one) > depth(best) ? one : best),
      [],
    );
    if (depth(meant) > 0) return meant.flatMap((one) => errorsOf(one, path));
    const bounded = issue.errors.flat().find((one) => one.code === "custom" || one.code === "too_big");
    if (bounded !== undefined) return errorsOf(bounded, path);
  }
  const message = issue.message
    .replace(/^(Invalid input|Too small|Too big): /, "")
    .replace("received undefined", "but it is missing");
  return [{ path: at(path), message }];
}
