import { z } from "zod";
import { formatJson, parseJsonNumbers } from "../../data/json-numbers.ts";
import { CheckpointError } from "../../errors.ts";
import { decodeTensors, encodeTensors } from "../../model-folder/safetensors.ts";
import { sha256 } from "../../model-folder/sha256.ts";
import type { TrainingState } from "../../training/training-state.ts";
import type { RunIdentity } from "./run-identity.ts";

/**
 * The files of a checkpoint, wherever they lie: in a folder on a disk, or in a browser's private file system. The manifest
 * is written last, and is what makes the others a checkpoint.
 */
export const checkpointFiles = {
  counters: "state.json",
  tensors: "state.safetensors",
  manifest: "manifest.json",
} as const;

/** Beside the checkpoints of a run that is over: its identity. */
export const finishedFile = "finished.json";

type CheckpointFile = (typeof checkpointFiles)[keyof typeof checkpointFiles];

const format = 1;

const manifestSchema = z.object({
  format: z.literal(format),
  /** By name, what each file has to be. */
  files: z.record(z.string(), z.object({ bytes: z.int().nonnegative(), sha256: z.string() })),
});

/** All that a run needs to go on. */
export interface Checkpoint {
  readonly identity: RunIdentity;
  readonly state: TrainingState;
  /** What the run's folder has beside the state: see `RunFolder`. */
  readonly folder: unknown;
}

/** Where a checkpoint's files are read from. */
export interface CheckpointSource {
  /** A file's name in messages. */
  nameOf(file: CheckpointFile): string;
  /** @throws {CheckpointError} that names the file and says why it cannot be read */
  read(file: CheckpointFile): Promise<Uint8Array>;
}

/** The files of a checkpoint with their content, in the order in which they are written. */
export async function encodeCheckpoint({
  identity,
  state,
  folder,
}: Checkpoint): Promise<readonly (readonly [CheckpointFile, Uint8Array])[]> {
  const encode = (text: string) => new TextEncoder().encode(`${text}\n`);
  const contents = [
    [checkpointFiles.counters, encode(formatJson({ identity, counters: state.counters, folder }, 2))],
    [checkpointFiles.tensors, encodeTensors(state.tensors)],
  ] as const;
  const described: z.infer<typeof manifestSchema>["files"] = {};
  for (const [name, bytes] of contents) {
    described[name] = { bytes: bytes.length, sha256: await sha256(bytes) };
  }
  const manifest = encode(JSON.stringify({ format, files: described }, undefined, 2));
  return [...contents, [checkpointFiles.manifest, manifest]];
}

/** A checkpoint without its tensors: how far the run was. */
export type CheckpointCounters = Omit<Checkpoint, "state"> & Pick<TrainingState, "counters">;

/** Reads no tensors. @throws {CheckpointError} where it is damaged */
export async function decodeCounters(source: CheckpointSource): Promise<CheckpointCounters> {
  return readCounters(source, await readManifest(source));
}

/** @throws {CheckpointError} where it is damaged */
export async function decodeCheckpoint(source: CheckpointSource): Promise<Checkpoint> {
  const manifest = await readManifest(source);
  const { identity, folder, counters } = await readCounters(source, manifest);
  const bytes = await sound(source, manifest, checkpointFiles.tensors);
  const tensors = decodeTensors(bytes, source.nameOf(checkpointFiles.tensors));
  return { identity, folder, state: { counters, tensors } };
}

type Manifest = z.infer<typeof manifestSchema>;

async function readManifest(source: CheckpointSource): Promise<Manifest> {
  const name = source.nameOf(checkpointFiles.manifest);
  const manifest = manifestSchema.safeParse(parse(name, await source.read(checkpointFiles.manifest)));
  if (manifest.success) return manifest.data;
  throw damaged(name, "no manifest of a checkpoint that this version of henkan reads");
}

async function readCounters(source: CheckpointSource, manifest: Manifest): Promise<CheckpointCounters> {
  const file = checkpointFiles.counters;
  return parse(source.nameOf(file), await sound(source, manifest, file)) as CheckpointCounters;
}

async function sound(
  source: CheckpointSource,
  manifest: Manifest,
  file: CheckpointFile,
): Promise<Uint8Array> {
  const bytes = await source.read(file);
  const expected = manifest.files[file];
  if (bytes.length === expected?.bytes && (await sha256(bytes)) === expected.sha256) return bytes;
  throw damaged(source.nameOf(file), "it is truncated, or not what was written");
}

function parse(name: string, bytes: Uint8Array): unknown {
  try {
    return parseJsonNumbers(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged(name, "not JSON", cause);
  }
}

function damaged(file: string, why: string, cause?: unknown): CheckpointError {
  return new CheckpointError({ kind: "damagedFile", text: `${file}: ${why}`, file }, { cause });
}
