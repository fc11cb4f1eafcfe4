import { fingerprint, type Pair } from "../data/index.ts";
import { drawPairs, sequenceTasks } from "../data/sequence-tasks.ts";
import { ConfigError } from "../errors.ts";
import { readTrainingData, type TrainingData } from "../jobs/training-data.ts";
import type { ComparisonDefinition } from "./definition.ts";

/** The pairs that all arms share. */
export interface ComparisonData extends TrainingData {
  readonly test: readonly Pair[];
  /** Covers all three parts. */
  readonly fingerprint: string;
}

/**
 * Reads the pairs of a comparison, or draws pairs of a preset's task. If there is no dev file, the pairs held out
 * instead are the same for all arms and seeds.
 * @throws {ConfigError} if no training or no test pairs are named
 * @throws {DataError} where a file cannot be read or has no pairs
 */
export async function readComparisonData(definition: ComparisonDefinition): Promise<ComparisonData> {
  const { configuration, preset, name } = definition;
  const { data } = configuration;
  if (data.pairs === undefined && preset?.task) return withFingerprint(drawTask(preset.task));
  if (data.pairs === undefined) {
    const what = preset === null ? "" : `: it is for ${preset.pairs}`;
    throw new ConfigError(
      `${name}: no pairs to train on${what}. Name files as data.pairs, data.dev and data.test; two files of lines ` +
        "each as data.pairs.source and data.pairs.target, and so on",
    );
  }
  if (data.test === undefined) {
    throw new ConfigError(`${name}: no pairs to compare on: name a file as data.test`);
  }
  return withFingerprint(await readTrainingData(configuration));
}

function drawTask({ name, pairs }: NonNullable<NonNullable<ComparisonDefinition["preset"]>["task"]>) {
  const task = sequenceTasks[name];
  const draw = (part: keyof typeof task.parts) => drawPairs(task, task.parts[part], `${name} ${part}`);
  const train = drawPairs(task, { ...task.parts.train, pairs }, `${name} train`);
  const skipped = { blank: 0, empty: 0 };
  return { pairs: train, dev: draw("dev"), heldOut: false, test: draw("test"), skipped };
}

function withFingerprint(data: TrainingData): ComparisonData {
  const { pairs, dev } = data;
  const test = data.test ?? [];
  const parts = [pairs, dev, test].map((part) => ({
    source: fingerprint(part),
    target: String(part.length),
  }));
  return { ...data, test, fingerprint: fingerprint(parts) };
}
