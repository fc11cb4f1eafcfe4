import { z } from "zod";
import { type Configuration, parseConfiguration } from "../../../src/configuration/configuration.ts";
import { HenkanError } from "../../../src/errors.ts";
import { type Told, toldAs, toldOf } from "../../problems/told.ts";
import { RunProblem } from "../notice.ts";

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

/** @throws {RunProblem} that says why it is none */
export function parseRunRecord(json: unknown): RunRecord {
  const version = z.object({ format: z.int() }).safeParse(json);
  if (version.success && version.data.format > newest) {
    const { format } = version.data;
    const text = `it was saved by a newer henkan, in format ${format}; this page reads format ${newest}`;
    throw damaged(toldAs({ kind: "newerRecord", text, format, known: newest }));
  }
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const reason = `${path.join(".") || "the top"}: ${message}`;
    throw damaged(toldAs({ kind: "noRunRecord", text: `its record at ${reason}`, reason }));
  }
  try {
    return { ...parsed.data, configuration: parseConfiguration(parsed.data.configuration, "its record") };
  } catch (error) {
    if (error instanceof HenkanError) throw damaged(toldOf(error));
    throw error;
  }
}

function damaged(reason: Told): RunProblem {
  return new RunProblem({ kind: "damaged", reason });
}
