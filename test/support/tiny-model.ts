import {
  type Configuration,
  type ConfigurationInput,
  parseConfiguration,
} from "../../src/configuration/configuration.ts";
import { type Batch, buildBatch, type Example } from "../../src/data/index.ts";
import { Weights } from "../../src/nn/index.ts";
import { RandomStream } from "../../src/random.ts";
import type { Executable, HostTensor, Runtime } from "../../src/runtime/index.ts";
import { gradientName, type TrainingGraph, trainingGraph } from "../../src/seq2seq/model.ts";
import { ownInputName } from "../../src/seq2seq/objective.ts";
import { EOS } from "../../src/text/index.ts";

/** Odd, distinct vocabularies, special symbols included. */
const vocabulary = { source: 11, target: 13 };

/** A configuration with tiny odd sizes and no dropout; sections may be overridden. */
export function tinyConfiguration(input: ConfigurationInput = {}): Configuration {
  return parseConfiguration({
    ...input,
    encoder: { size: 6, embedding: 5, dropout: 0, ...input.encoder },
    decoder: { size: 6, embedding: 7, dropout: 0, ...input.decoder },
  });
}

/**
 * Examples of the given lengths, `</s>` included, with drawn tokens. With copying every second source token is one that
 * the target's vocabulary does not have, and every second target token is copied.
 */
export function drawExamples(
  lengths: readonly (readonly [number, number])[],
  { copying = false, seed = 1 }: { copying?: boolean | undefined; seed?: number } = {},
): Example[] {
  const random = new RandomStream(seed, "examples");
  const draw = (length: number, size: number) =>
    Int32Array.from({ length }, (_, t) => (t === length - 1 ? EOS : 4 + random.integer(size - 4)));
  return lengths.map(([s, t]) => {
    const example = { source: draw(s, vocabulary.source), target: draw(t, vocabulary.target) };
    if (!copying) return example;
    // The first token comes again at the end, where there is room.
    const copies = draw(s, vocabulary.target).map((id, at) =>
      at % 2 === 0 && id !== EOS ? vocabulary.target + at : id,
    );
    if (s > 2) copies[s - 2] = copies[0]!;
    const target = example.target.map((id, at) =>
      at % 2 === 0 && id !== EOS ? copies[random.integer(s)]! : id,
    );
    return { ...example, target, copies };
  });
}

export interface LossAndGradient {
  readonly loss: number;
  readonly objective: number;
  readonly gradient: Weights;
}

/**
 * The training graph of a configuration, ready to be run on examples: the loss is summed over tokens. What is drawn, such
 * as dropout masks, is the same in every run.
 */
export async function tinyTraining(runtime: Runtime, configuration: Configuration, sizes = vocabulary) {
  const graph = trainingGraph(configuration, sizes);
  const executable = await runtime.compile(graph.onnx);
  const run = async (examples: readonly Example[], weights: Weights): Promise<LossAndGradient> => {
    const batch = buildBatch(examples, [...examples.keys()]);
    const drawn = drawnFeeds(graph, executable, batch);
    const result = await executable.run({ ...batchFeeds(batch), ...drawn, ...weights.tensors() });
    const gradient = new Weights(graph.parameters);
    for (const { name, data } of gradient.views) data.set(result[gradientName(name)]!.data as Float32Array);
    const [loss, objective] = [result.loss, result.objective].map((tensor) => Number(tensor!.data[0]));
    return { loss: loss!, objective: objective!, gradient };
  };
  return { specs: graph.parameters, run };
}

function drawnFeeds(
  { masks }: TrainingGraph,
  { inputs }: Executable,
  { S, T, B }: Batch,
): Record<string, HostTensor> {
  const feeds: Record<string, HostTensor> = {};
  for (const { name, shape: symbolic, rate } of masks) {
    const shape = symbolic.map((size) => (typeof size === "number" ? size : { S, T, B }[size as "S"]));
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    feeds[name] = {
      dtype: "float32",
      shape,
      data: new RandomStream(1, name).fillDropout(data, rate),
    };
  }
  if (inputs.includes(ownInputName)) {
    const data = new RandomStream(1, ownInputName).fillBernoulli(new Float32Array(T * B), 0.5);
    feeds[ownInputName] = { dtype: "float32", shape: [T, B], data };
  }
  return feeds;
}

function batchFeeds({ S, T, B, ...batch }: Batch): Record<string, HostTensor> {
  return {
    source: { dtype: "int32", shape: [S, B], data: batch.source },
    sourceMask: { dtype: "float32", shape: [S, B], data: batch.sourceMask },
    ...(batch.copies && { copies: { dtype: "int32", shape: [S, B], data: batch.copies } }),
    targetInput: { dtype: "int32", shape: [T, B], data: batch.targetInput },
    targetOutput: { dtype: "int32", shape: [T, B], data: batch.targetOutput },
    targetWeight: { dtype: "float32", shape: [T, B], data: batch.targetMask },
  };
}
