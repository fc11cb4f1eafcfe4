import { z } from "zod";
import { type Configuration, parseConfiguration } from "../../../src/configuration/configuration.ts";
import { HenkanError } from "../../../src/errors.ts";

const newest = 1;

const recordSchema = z.object({
  format: z.literal(newest),
  name: z.string(),
  task: z.string().nullable(),
  /** The name of the model that training started from; null where there was none. */
  from: z.string().nullable().default(null),
  /** ISO 8601. */
  created: z.string(),
  /** When the model was written; null where there is no model yet. */
  ended: z.string().nullable(),
  /** Whether it was trained here: a model that was opened from elsewhere has no pairs. */
  trained: z.boolean(),
  threads: z.int().nonnegative(),
  configuration: z.unknown(),
  /** The files that are written once, by name. */
  files: z.record(z.string(), z.object({ bytes: z.int().nonnegative(), sha256: z.string() })),
  /** How much of the events belongs to the model, in bytes. */
  metricsBytes: z.int().nonnegative(),
});

/** What a saved run says about itself. */
export interface RunRecord extends z.infer<typeof recordSchema> {
  readonly configuration: Configuration;
}

export const recordFormat = newest;

/** @returns a record, or in words why it is none */
export function parseRunRecord(json: unknown): RunRecord | string {
  const version = z.object({ format: z.int() }).safeParse(json);
  if (version.success && version.data.format > newest) {
    return `it was saved by a newer henkan, in format ${version.data.format}; this page reads format ${newest}`;
  }
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return `its record at ${path.join(".") || "the top"}: ${message}`;
  }
  try {
    return { ...parsed.data, configuration: parseConfiguration(parsed.data.configuration, "its record") };
  } catch (error) {
    if (error instanceof HenkanError) return error.message;
    throw error;
  }
}
