import fc from "fast-check";
import { type ConfigurationInput, parseConfiguration } from "../../src/configuration/configuration.ts";
import { Weights } from "../../src/nn/index.ts";
import { RandomStream } from "../../src/random.ts";
import { type Model, traceModel } from "../../src/seq2seq/model.ts";
import { BOS, EOS, PAD, trainTokenizer } from "../../src/text/index.ts";

const oneOf = <const T>(...values: readonly T[]) => fc.constantFrom(...values);

const side = {
  cell: oneOf("lstm", "gru", "layer-norm-lstm", "layer-norm-gru", "ssru"),
  layers: oneOf(1, 1, 2, 3),
  size: oneOf(6, 8), // layer normalisation over fewer than three numbers is all but a step
  embedding: oneOf(3, 4, 6),
  dropout: oneOf(0, 0.3),
  recurrentDropout: oneOf(0, 0.2),
  tokenDropout: oneOf(0, 0.2),
} as const;

const drawn = fc.record({
  encoder: fc.record({ ...side, bidirectional: fc.boolean(), reversed: fc.boolean() }),
  decoder: fc.record({
    ...side,
    reversed: fc.boolean(),
    inputFeeding: fc.boolean(),
    copying: oneOf(false, false, true),
    bridge: oneOf("projected", "last", "mean", "zero"),
    tiedEmbeddings: oneOf("none", "none", "output", "all"),
  }),
  context: fc.record({
    kind: oneOf("attention", "attention", "attention", "fixed-initial", "fixed-every-step"),
    score: oneOf("dot", "scaled-dot", "general", "additive", "multi-head", "uniform"),
    heads: oneOf(1, 2),
    sharpness: oneOf(0.5, 1, 1.5),
    dropout: oneOf(0, 0.2),
    coverage: fc.boolean(),
    coverageLoss: oneOf(0, 0.7),
  }),
  initialization: fc.record({ recurrent: oneOf("xavier", "orthogonal") }),
  training: fc.record({
    labelSmoothing: oneOf(0, 0.1),
    scheduledSampling: fc.record({ rate: oneOf(0, 0.5) }),
  }),
});

/** Configurations of the whole model family, with tiny sizes. */
export const configurations: fc.Arbitrary<ConfigurationInput> = drawn.map(
  ({ encoder, decoder, context, training, initialization }) => {
    const attends = context.kind === "attention";
    const isTied = decoder.tiedEmbeddings !== "none";
    const like = { size: encoder.size, cell: encoder.cell, layers: encoder.layers };
    const comparesSizes = attends && ["dot", "scaled-dot"].includes(context.score);
    const sized = {
      ...decoder,
      ...(comparesSizes && { size: encoder.size }),
      ...(decoder.bridge === "last" && like),
    };
    const drops = <T extends { cell: string; recurrentDropout: number }>(cells: T): T =>
      cells.cell === "ssru" ? { ...cells, recurrentDropout: 0 } : cells;
    const embedding = isTied ? sized.size : decoder.embedding;
    const isShared = decoder.tiedEmbeddings === "all";
    return {
      vocabulary: isShared ? "joint" : "separate",
      encoder: drops(isShared ? { ...encoder, embedding } : encoder),
      decoder: drops({ ...sized, embedding, copying: decoder.copying && attends }),
      initialization,
      context: {
        ...context,
        coverage: context.coverage && attends && context.score === "additive",
        coverageLoss: attends ? context.coverageLoss : 0,
      },
      training,
    };
  },
);

/**
 * A model that has learnt nothing but has lively weights: words to words. `<pad>` and `<s>`, which no search writes, have
 * no probability.
 */
export function drawnModel(input: ConfigurationInput): Model {
  const configuration = parseConfiguration({ ...input, source: { maximumLength: 10 } });
  const target = trainTokenizer({ kind: "words" }, ["p q r s t"]);
  const isShared = configuration.decoder.tiedEmbeddings === "all";
  const source = isShared ? target : trainTokenizer({ kind: "words" }, ["a b c d e f"]);
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const weights = new Weights(traceModel(configuration, sizes).parameters.specs);
  const random = new RandomStream(2, "weights");
  for (let i = 0; i < weights.values.length; i++) weights.values[i] = 0.4 * random.normal();
  const bias = weights.view("decoder.output.bias").data;
  [bias[PAD], bias[BOS], bias[EOS]] = [-100, -100, 0.5];
  return { configuration, source, target, weights };
}
