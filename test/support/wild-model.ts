import { type ConfigurationInput, parseConfiguration } from "../../src/configuration/configuration.ts";
import { Weights } from "../../src/nn/index.ts";
import { RandomStream } from "../../src/random.ts";
import { type Model, traceModel } from "../../src/seq2seq/model.ts";
import { BOS, EOS, PAD, trainTokenizer } from "../../src/text/index.ts";

export interface WildOptions extends ConfigurationInput {
  readonly seed?: number;
  /** The words that it writes. */
  readonly words?: string;
  /** The larger, the shorter its outputs. */
  readonly endBias?: number;
}

/** A model that has learnt nothing but has large weights, so that its outputs differ: letters to words. */
export function wildModel({ seed = 2, words = "p q r s", endBias = 0.7, ...input }: WildOptions = {}): Model {
  const configuration = parseConfiguration({
    source: { maximumLength: 10 },
    ...input,
    encoder: { size: 6, embedding: 5, ...input.encoder },
    decoder: { size: 6, embedding: 7, ...input.decoder },
  });
  const source = trainTokenizer({ kind: "characters" }, ["abcdefgh"]);
  const target = trainTokenizer({ kind: "words" }, [words]);
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const weights = new Weights(traceModel(configuration, sizes).parameters.specs);
  const random = new RandomStream(seed, "wild");
  for (let i = 0; i < weights.values.length; i++) weights.values[i] = 1.2 * random.normal();
  const bias = weights.view("decoder.output.bias").data;
  [bias[PAD], bias[BOS], bias[EOS]] = [-100, -100, endBias];
  return { configuration, source, target, weights };
}

/** A wild model that may copy: of the letters that it reads it knows a and c as words. */
export function copyingModel({ decoder, ...input }: WildOptions = {}): Model {
  return wildModel({
    words: "p q r s a c",
    endBias: 0,
    ...input,
    decoder: { ...decoder, copying: true },
  });
}

/** Models of which much is copied. */
export const copyingModels: Readonly<Record<string, readonly Model[]>> = {
  "a copying model": [copyingModel({ seed: 15 })],
  "an ensemble that copies": [
    copyingModel({ seed: 11 }),
    copyingModel({
      seed: 14,
      context: { score: "additive" },
      encoder: { cell: "gru" },
      decoder: { cell: "gru", inputFeeding: false },
    }),
  ],
};
