import { type ConfigurationInput, parseConfiguration } from "../../src/configuration/configuration.ts";
import type { ModelHistory } from "../../src/model-folder/record.ts";
import { Weights } from "../../src/nn/index.ts";
import { type Model, traceModel } from "../../src/seq2seq/model.ts";
import { trainTokenizer } from "../../src/text/index.ts";

/** A model that has learnt nothing: letters to words, tiny odd sizes. */
export function untrainedModel(input: ConfigurationInput = {}): Model {
  const configuration = parseConfiguration({
    ...input,
    encoder: { size: 6, embedding: 5, ...input.encoder },
    decoder: { size: 6, embedding: 7, ...input.decoder },
  });
  const source = trainTokenizer({ kind: "characters" }, ["abcdefgh"]);
  const target = trainTokenizer({ kind: "words" }, ["p q r s t u v w x"]);
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const { specs } = traceModel(configuration, sizes).parameters;
  const weights = new Weights(specs);
  weights.initialize(specs, 3);
  return { configuration, source, target, weights };
}

const metrics = {
  exact_match: 12.5,
  sequence_error_rate: 87.5,
  token_error_rate: 40,
  bleu: 33.25,
  token_accuracy: 61,
  perplexity: 4.5,
};

export const history: ModelHistory = {
  data: { fingerprint: "0123456789abcdef", pairs: 1234, devPairs: 25, heldOut: true },
  training: {
    started: "2026-03-01T12:00:00.000Z",
    runtime: "native",
    threads: 2,
    bestEpoch: 3,
    updates: 480,
    seconds: 83.4,
    ended: "stalled",
    dev: { sentences: 24, metrics },
    test: null,
  },
};
