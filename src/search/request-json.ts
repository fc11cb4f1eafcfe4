import { z } from "zod";
import { DataError } from "../errors.ts";
import type { TranslationRequest } from "./options.ts";

const phrases = z.array(z.string()).optional();

const requestSchema = z.strictObject({
  source: z.string(),
  prefix: z.string().optional(),
  include: phrases,
  exclude: phrases,
});

/**
 * Reads a request from a line of JSON: `{"source": "It is cold", "include": ["寒い"]}`.
 * @throws {DataError} where the line is not a request
 */
export function parseRequest(line: string): TranslationRequest {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    const found = line.trim() === "" ? "an empty line" : "not JSON";
    throw new DataError(`${found}: expected an object such as {"source": "…", "prefix": "…"}`, { cause });
  }
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "the line"}: ${message}`,
    );
    throw new DataError(
      `${problems.join("; ")}: expected "source" and, if wanted, "prefix", "include", "exclude"`,
    );
  }
  // Optional keys of the schema may be undefined for the compiler; JSON has no undefined.
  return parsed.data as TranslationRequest;
}
