import { z } from "zod";
import { CheckpointError, shortened } from "../../errors.ts";
import { backtracking } from "./safe-pattern.ts";

/** How a tokenizer.json's part of one type is read: what it may hold, and what it does. */
export interface Component<Does> {
  parse(json: unknown): Does;
}

/** @throws CheckpointError, from `parse`, that says which key is wrong */
export function component<Schema extends z.ZodType, Does>(
  schema: Schema,
  make: (of: z.output<Schema>) => Does,
): Component<Does> {
  return {
    parse(json) {
      const parsed = schema.safeParse(json);
      if (parsed.success) return make(parsed.data);
      throw new CheckpointError(describeProblems(parsed.error));
    },
  };
}

/**
 * Reads a part by its `type`.
 * @param where the part's name in error messages, such as "normalizer"
 * @throws CheckpointError if the type is not supported, or a key is wrong
 */
export function parseComponent<Does>(
  json: unknown,
  where: string,
  components: Readonly<Record<string, Component<Does>>>,
): Does {
  const type = z.object({ type: z.string() }).safeParse(json);
  const found = type.success && Object.hasOwn(components, type.data.type) && components[type.data.type];
  if (!found) {
    const given = type.success ? JSON.stringify(type.data.type) : JSON.stringify(json);
    const known = Object.keys(components).join(", ");
    throw new CheckpointError(
      `${where} ${given} is not supported: expected one of ${known}; train a tokenizer without it`,
    );
  }
  try {
    return found.parse(json);
  } catch (cause) {
    if (!(cause instanceof CheckpointError) || cause.message.startsWith(where)) throw cause;
    throw new CheckpointError(`${where} ${(json as { type: string }).type}: ${cause.message}`, { cause });
  }
}

/** All problems that zod found, each with its path. */
export function describeProblems(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".") || "all of it"}: ${message}`).join("; ");
}

/** Parts of a tokenizer are faulty if they make a text longer than so many times its length plus so many characters. */
const mostGrowth = 100;
const anyGrowth = 10_000;

/**
 * Stops a chain of steps that each make a text longer, before memory is full.
 * @throws CheckpointError if the text has grown too much
 */
export function refuseGrowth(before: number, after: number, where: string): void {
  if (after <= mostGrowth * before + anyGrowth) return;
  throw new CheckpointError(
    `${where}: it makes ${after} characters of ${before}: its steps replace a text by longer ones, again and again; ` +
      "train a tokenizer without them",
  );
}

/** A `Replace`: a text or a regular expression to look for, and what replaces it everywhere. */
export const replaceSchema = z.object({
  pattern: z.union([z.object({ String: z.string() }), z.object({ Regex: z.string() })]),
  content: z.string(),
});

/** @throws CheckpointError if the pattern is empty, or its regular expression is not valid in JavaScript */
export function replacer({ pattern, content }: z.output<typeof replaceSchema>): (text: string) => string {
  if ("String" in pattern) {
    if (pattern.String === "") throw new CheckpointError('pattern "": expected some text');
    return (text) => text.replaceAll(pattern.String, () => content);
  }
  const danger = backtracking(pattern.Regex);
  if (danger !== null) {
    throw new CheckpointError(
      `pattern ${JSON.stringify(shortened(pattern.Regex))}: ${danger}, so that a text could take time without end; train ` +
        "a tokenizer without it",
    );
  }
  try {
    const regex = new RegExp(pattern.Regex, "gu");
    return (text) => text.replace(regex, () => content);
  } catch (cause) {
    throw new CheckpointError(
      `pattern ${JSON.stringify(shortened(pattern.Regex))}: no regular expression of JavaScript: ` +
        shortened((cause as Error).message),
      { cause },
    );
  }
}
