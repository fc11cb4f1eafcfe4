import { filesInFolder, type ModelFile, type ModelFiles, modelFiles } from "../model-folder/files.ts";
import { readModel } from "../model-folder/read-model.ts";
import type { ModelRecord } from "../model-folder/record.ts";
import type { ReadingModel } from "../search/request.ts";
import { probeWorks } from "./sample-texts.ts";
import type { ModelsAnswer } from "./schema.ts";
import type { SharedFiles, TranslateWork } from "./worker-messages.ts";

/** A model to serve. */
export interface ModelSource {
  /** Default: the folder's name. */
  readonly name?: string;
  readonly folder: string;
  /** The languages that it reads and writes, for clients that ask by languages. */
  readonly source?: string;
  readonly target?: string;
}

/** A model as it was read from its folder at some time. */
export interface Generation {
  /** No other has had it. */
  readonly number: number;
  readonly model: ReadingModel;
  readonly record: ModelRecord;
  readonly parameters: number;
  /** Of which every thread makes its own: those that start later have the same. */
  readonly files: SharedFiles;
  /** What it must answer in each thread before it is asked anything else. */
  readonly probe: readonly TranslateWork[];
  /** Tokens written for each that is read, as seen lately. */
  outputRatio: number;
}

const names = [modelFiles.config, modelFiles.weights, modelFiles.source, modelFiles.target] as const;

/**
 * Reads a model folder into memory that threads share, and checks it.
 * @throws {CheckpointError} where a file is missing, damaged, altered, or of a newer format
 */
export async function readGeneration(folder: string, number: number): Promise<Generation> {
  const files = await filesInFolder(folder);
  const kept = new Map<ModelFile, Promise<Uint8Array>>();
  const keeping: ModelFiles = {
    ...files,
    read(file) {
      const bytes = kept.get(file) ?? files.read(file);
      kept.set(file, bytes);
      return bytes;
    },
  };
  const { model, record } = await readModel(keeping);
  const entries = names.map(async (file) => [file, shared(await keeping.read(file))] as const);
  const { weights, ...reading } = model;
  return {
    number,
    model: reading,
    record,
    parameters: weights.values.length,
    files: Object.fromEntries(await Promise.all(entries)) as SharedFiles,
    probe: probeWorks(number, reading),
    outputRatio: 1.5,
  };
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** What clients are told of a model. */
export function describeServed(
  { name, source = null, target = null }: { name: string; source?: string | null; target?: string | null },
  generation: number,
  { model, record, parameters }: Generation,
): ModelsAnswer["models"][number] {
  const { configuration } = model;
  return {
    name,
    source,
    target,
    generation,
    sha256: record.weights.sha256,
    parameters,
    vocabulary: { ...record.vocabulary },
    maximumLength: {
      source: configuration.source.maximumLength,
      target: configuration.target.maximumLength,
    },
    attention: configuration.context.kind === "attention",
  };
}
