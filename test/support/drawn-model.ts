import fc from "fast-check";
import { namesOf } from "../../src/configuration/choice.ts";
import {
  type ConfigurationInput,
  parseConfiguration,
  withoutIdleInherited,
} from "../../src/configuration/configuration.ts";
import {
  attentionScores,
  bridges,
  cellKinds,
  recurrentInitializations,
  Weights,
} from "../../src/nn/index.ts";
import { RandomStream } from "../../src/random.ts";
import { type Model, traceModel } from "../../src/seq2seq/model.ts";
import { BOS, EOS, PAD, trainTokenizer } from "../../src/text/index.ts";

const oneOf = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const nameOf = <Name extends string>(members: Readonly<Record<Name, unknown>>) =>
  fc.constantFrom(...namesOf(members));

const side = {
  cell: nameOf(cellKinds),
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
    bridge: nameOf(bridges),
    tiedEmbeddings: oneOf("none", "none", "output", "all"),
  }),
  context: fc.record({
    kind: oneOf("attention", "attention", "attention", "fixed-initial", "fixed-every-step"),
    score: nameOf(attentionScores),
    heads: oneOf(1, 2),
    sharpness: oneOf(0.5, 1, 1.5),
    dropout: oneOf(0, 0.2),
    coverage: fc.boolean(),
    coverageLoss: oneOf(0, 0.7),
  }),
  initialization: fc.record({ recurrent: nameOf(recurrentInitializations) }),
  training: fc.record({
    labelSmoothing: oneOf(0, 0.1),
    scheduledSampling: fc.record({ rate: oneOf(0, 0.5) }),
  }),
});

/** Configurations of the whole model family, with tiny sizes: all settings are drawn, and those with an effect stay. */
export const configurations: fc.Arbitrary<ConfigurationInput> = drawn.map(
  ({ encoder, decoder, context, ...rest }) => {
    const isTied = decoder.tiedEmbeddings !== "none";
    const isShared = decoder.tiedEmbeddings === "all";
    const comparesSizes = context.kind === "attention" && attentionScores[context.score].needsEqualSizes;
    const like = { size: encoder.size, cell: encoder.cell, layers: encoder.layers };
    const sized = {
      ...decoder,
      ...(comparesSizes && { size: encoder.size }),
      ...(bridges[decoder.bridge].needsEqualStacks && like),
    };
    const embedding = isTied ? sized.size : decoder.embedding;
    const all = {
      vocabulary: isShared ? ("joint" as const) : ("separate" as const),
      encoder: isShared ? { ...encoder, embedding } : encoder,
      decoder: { ...sized, embedding },
      context,
      ...rest,
    };
    return withoutIdleInherited(all, {});
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
