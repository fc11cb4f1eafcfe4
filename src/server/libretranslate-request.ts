import { z } from "zod";
import { mediaType, readTextBody } from "./body.ts";
import type { Limits } from "./limits.ts";
import { ProblemError } from "./problem.ts";

/** A request to LibreTranslate's `/translate`. */
export interface LibreTranslateText {
  readonly q: string | readonly string[];
  readonly source: string;
  readonly target: string;
  /** Further outputs that are asked for. */
  readonly alternatives: number;
  readonly key: string | undefined;
}

const wholeAlternatives = "alternatives: expected a whole number of 0 or more";

const schema = z.object({
  q: z.union([z.string(), z.array(z.string())], { error: "q: expected a text or a list of texts" }),
  source: z.string({ error: "source: expected a language code" }),
  target: z.string({ error: "target: expected a language code" }),
  format: z.enum(["text", "html"], { error: "format: expected text" }).nullish(),
  alternatives: z.coerce
    .number({ error: wholeAlternatives })
    .int(wholeAlternatives)
    .min(0, wholeAlternatives)
    .nullish(),
  api_key: z.string({ error: "api_key: expected a text" }).nullish(),
});

/**
 * Reads JSON or a form, as LibreTranslate does: unknown fields are left alone, for its clients send some.
 * @throws {ProblemError} in the words of LibreTranslate where it has them
 */
export async function readLibreTranslateBody(request: Request, limits: Limits): Promise<LibreTranslateText> {
  const body = await readFields(request);
  for (const name of ["q", "source", "target"]) {
    const value = body[name];
    if (value === undefined || value === null || value === "") throw missing(name);
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw refusal(`Invalid request: ${parsed.error.issues[0]!.message}`);
  const { q, source, target, format, alternatives, api_key: key } = parsed.data;
  if (alternatives && alternatives > limits.beam - 1) {
    throw refusal(`Invalid request: alternatives: expected at most ${limits.beam - 1}`);
  }
  if (format === "html") throw refusal("html format is not supported");
  const texts = typeof q === "string" ? [q] : q;
  const count = texts.reduce((sum, text) => sum + text.split(/\r\n|\r|\n/).length, 0);
  if (texts.length === 0) throw missing("q");
  if (count > limits.texts) throw tooLong(count, limits.texts);
  const longest = Math.max(...texts.map((text) => [...text].length));
  if (longest > limits.characters) throw tooLong(longest, limits.characters);
  return { q, source, target, alternatives: alternatives ?? 0, key: key || undefined };
}

/** Fields of the body and, for forms, of the query, too: LibreTranslate reads both. */
async function readFields(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const type = mediaType(request.headers);
  const query = formFields(new URL(request.url).search);
  if (type === "multipart/form-data") {
    try {
      return { ...query, ...Object.fromEntries(await request.formData()) };
    } catch {
      throw refusal("Invalid form");
    }
  }
  if (type !== undefined && type !== "application/json" && type !== form) {
    throw new ProblemError("unsupported-type", `${type}: expected application/json or a form`);
  }
  const text = await readTextBody(request);
  if (type === form || (type === undefined && text === "")) return { ...query, ...formFields(text) };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refusal("Invalid JSON format");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw refusal("Invalid JSON format");
  return json as Record<string, unknown>;
}

const form = "application/x-www-form-urlencoded";

/** @throws {ProblemError} for what is not UTF-8, in place of which `URLSearchParams` would give U+FFFD */
function formFields(encoded: string): Readonly<Record<string, string>> {
  try {
    for (const [escaped] of encoded.matchAll(/(?:%[\da-f]{2})+/gi)) decodeURIComponent(escaped);
  } catch (cause) {
    throw new ProblemError("invalid-request", "the form is not UTF-8", { cause });
  }
  return Object.fromEntries(new URLSearchParams(encoded));
}

export function refusal(message: string): ProblemError {
  return new ProblemError("invalid-request", message);
}

const missing = (name: string) => refusal(`Invalid request: missing ${name} parameter`);
const tooLong = (found: number, most: number) =>
  refusal(`Invalid request: request (${found}) exceeds text limit (${most})`);
