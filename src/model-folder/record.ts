import { z } from "zod";
import { formatJson, nonFiniteNames } from "../data/json-numbers.ts";
import { CheckpointError } from "../errors.ts";
import { evaluationMetricNames } from "../metrics/index.ts";
import { migrateFormat1 } from "./migration.ts";

/** The format of model folders that this version writes, and the newest that it reads. It reads format 1, too. */
export const folderFormat = 2;

const count = z.int().nonnegative();

/** Perplexities may be infinite. */
const score = z.union([z.number(), z.enum(nonFiniteNames).transform(Number)]);

/** Folders of older versions lack the metrics that came later. */
const scores = z.partialRecord(z.enum(evaluationMetricNames), score);

const evaluation = z.object({ sentences: count, metrics: scores });

const overlap = z.object({ pairs: count, source: count, target: count, pair: count });

const recordSchema = z.object({
  format: z.literal(folderFormat),
  /** The version of henkan that wrote the folder. */
  henkan: z.string(),
  /** What the model was trained on. */
  data: z.object({
    /** Covers the training pairs, see `fingerprint`. */
    fingerprint: z.string(),
    pairs: count,
    devPairs: count,
    /** Whether the dev pairs were held out of the training file. */
    heldOut: z.boolean(),
    /** Places in the training files without a pair, and pairs left out, by reason; for models trained from files. */
    skipped: z.record(z.string(), count).optional(),
    /** The number of pairs in which something was found or repaired. */
    remarks: z.object({ markup: count, invalid: count }).optional(),
    /** Pairs of a dev and a test file that are also trained on. */
    overlap: z.object({ dev: overlap.nullable(), test: overlap.nullable() }).optional(),
    sources: z.array(z.object({ name: z.string(), pairs: count, share: z.number() })).optional(),
  }),
  training: z.object({
    /** ISO 8601. */
    started: z.string(),
    runtime: z.string(),
    threads: count,
    /** The epoch whose weights these are; 0 if none was finished. */
    bestEpoch: count,
    /** The epochs whose weights were averaged, if the average scored better on dev and was kept instead. */
    averagedEpochs: z.array(count).optional(),
    updates: count,
    seconds: z.number(),
    /** Null while training runs, or if it was killed. */
    ended: z.enum(["epochs", "stalled", "interrupted"]).nullable(),
    /** Scores of these weights on the dev pairs. */
    dev: evaluation.nullable(),
    /** Scores on the test pairs, if there were any. */
    test: evaluation.nullable(),
  }),
  vocabulary: z.object({ source: count, target: count }),
  /** For models whose training targets are longer than the usual output limit allows, see `outputLimit`. */
  outputMargin: count.optional(),
  weights: z.object({ bytes: count, sha256: z.string() }),
  configuration: z.unknown(),
});

/** `config.json`: what a model folder says about itself beside the configuration, vocabularies and weights. */
export type ModelRecord = z.output<typeof recordSchema>;

/** What a trainer knows about a model, beside the model itself. */
export type ModelHistory = Pick<ModelRecord, "data" | "training">;

/**
 * Writes a record as the text of a `config.json`.
 * @param path the file's name in error messages
 * @throws {CheckpointError} if `parseRecord` could not read it back, before an older model is touched
 */
export function formatRecord(record: ModelRecord, path: string): string {
  const text = formatJson(record, 2);
  parseRecord(JSON.parse(text), path);
  return `${text}\n`;
}

/**
 * Reads the content of a `config.json`.
 * @param path the file's name in error messages
 * @throws {CheckpointError} where it is of a newer format or lacks something
 */
export function parseRecord(json: unknown, path: string): ModelRecord {
  const newer = z.object({ format: z.int().min(folderFormat + 1) }).safeParse(json);
  if (newer.success) {
    throw new CheckpointError({
      kind: "newerFormat",
      text:
        `${path}: format ${newer.data.format} is newer than this version of henkan, which reads format ` +
        `${folderFormat}: update henkan`,
      ...{ file: path, format: newer.data.format, known: folderFormat },
    });
  }
  const old = z.looseObject({ format: z.literal(1) }).safeParse(json);
  const parsed = recordSchema.safeParse(old.success ? migrateFormat1(old.data) : json);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues
    .map(({ path: at, message }) => `${at.join(".") || "all"}: ${message}`)
    .join("; ");
  const text = `${path}: not the record of a henkan model: ${reason}`;
  throw new CheckpointError({ kind: "noRecord", text, file: path, reason });
}
