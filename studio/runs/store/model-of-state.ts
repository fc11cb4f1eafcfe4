import { Weights } from "../../../src/nn/index.ts";
import { neededMargin } from "../../../src/search/output-limit.ts";
import { type Model, traceModel } from "../../../src/seq2seq/model.ts";
import { transferWeights } from "../../../src/seq2seq/transfer.ts";
import { encodeCorpus } from "../../../src/training/encoded-corpus.ts";
import type { TrainingState } from "../../../src/training/training-state.ts";
import type { RunSetup } from "../run-keeper.ts";

/** The model that a run has so far: of the best epoch; before the first is over as it is; before all updates as it begins. */
export function modelOfState(setup: RunSetup, state: TrainingState | undefined): Model {
  const { configuration, source, target, pairs, from } = setup;
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const { specs } = traceModel(configuration, sizes).parameters;
  const named = (name: string) => state?.tensors.get(name);
  const weights = new Weights(specs, named("best.0") ?? named("average") ?? named("weights"));
  if (state === undefined) weights.initialize(specs, configuration.training.seed);
  const { examples } = encodeCorpus(configuration, pairs, { tokenizers: { source, target } });
  const microBatches = state?.counters.microBatches;
  const training = { ...configuration.training, ...(microBatches !== undefined && { microBatches }) };
  const trained = { ...configuration, training };
  const model: Model = {
    ...{ configuration: trained, source, target, weights },
    outputMargin: neededMargin(examples),
  };
  if (state === undefined && from !== undefined) transferWeights(from.model, model);
  return model;
}
