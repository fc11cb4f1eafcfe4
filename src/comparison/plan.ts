import type { Configuration } from "../configuration/configuration.ts";
import { EpochPlan } from "../data/index.ts";
import { countParameters } from "../seq2seq/model.ts";
import { encodeCorpus, withKinds } from "../training/encoded-corpus.ts";
import { countEpochs, countUpdates } from "../training/epoch-updates.ts";
import { type Arm, armsNamed } from "./arms.ts";
import type { ComparisonData } from "./comparison-data.ts";
import type { ComparisonDefinition } from "./definition.ts";
import { type MatchedArm, matchParameters } from "./match-parameters.ts";

/** One arm to be trained with one seed. */
export interface PlannedRun extends MatchedArm {
  readonly arm: Arm;
  readonly seed: number;
}

/** All runs to train, seed by seed, so that the comparison for one seed is complete as early as possible. */
export interface ComparisonPlan {
  /** The configuration that arms change, with the tokenizer kinds and the number of epochs chosen. */
  readonly base: Configuration;
  /** The number of parameters that each arm is matched to. */
  readonly parameters: number;
  /** The number of updates of each run. */
  readonly updates: number;
  readonly runs: readonly PlannedRun[];
}

/**
 * Plans the runs of a comparison: the same batches, and so the same updates, for each arm.
 * @throws {ConfigError} where an arm does not suit the base
 * @throws {DataError} where no pair is short enough
 */
export function planComparison(definition: ComparisonDefinition, data: ComparisonData): ComparisonPlan {
  const corpus = encodeCorpus(definition.configuration, data.pairs);
  const chosen = withKinds(definition.configuration, corpus);
  const sizes = { source: corpus.source.vocabulary.size, target: corpus.target.vocabulary.size };
  const { training } = chosen;
  const updatesPerEpoch = countUpdates(
    new EpochPlan(corpus.examples, { ...training, epoch: 1 }),
    training.accumulation,
  );
  const epochs =
    definition.updates === undefined
      ? countEpochs(training, updatesPerEpoch)
      : Math.ceil(definition.updates / updatesPerEpoch);
  const base = { ...chosen, training: { ...training, epochs } };
  const parameters = definition.parameters ?? countParameters(base, sizes);
  const matched = armsNamed(definition.arms).map((arm) => ({
    arm,
    ...matchParameters(base, arm, sizes, parameters),
  }));
  const runs = definition.seeds.flatMap((seed) =>
    matched.map(({ configuration, ...rest }) => ({
      ...rest,
      seed,
      configuration: { ...configuration, training: { ...configuration.training, seed } },
    })),
  );
  return { base, parameters, updates: epochs * updatesPerEpoch, runs };
}
