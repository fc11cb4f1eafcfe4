import type { Configuration } from "../../configuration/configuration.ts";
import { EpochPlan, encodePairs, inMemory } from "../../data/index.ts";
import { ConfigError } from "../../errors.ts";
import { countEpochs, countUpdates } from "../../training/epoch-updates.ts";
import { chooseTokenizers, trainTokenizers } from "../../training/tokenizers.ts";
import { type Arm, armsNamed } from "./arms.ts";
import type { ComparisonData } from "./comparison-data.ts";
import type { ComparisonDefinition } from "./definition.ts";
import { countParameters, type MatchedArm, matchParameters } from "./match-parameters.ts";

/** One arm to be trained with one seed. */
export interface PlannedRun extends MatchedArm {
  readonly arm: Arm;
  readonly seed: number;
}

/** All that is to be trained, seed by seed, so that a comparison of one seed is whole as early as may be. */
export interface ComparisonPlan {
  /** The configuration that arms change, with the kinds of tokenizers chosen and the epochs that hold the updates. */
  readonly base: Configuration;
  /** The number that each arm's parameters are brought near to. */
  readonly parameters: number;
  /** Of each run. */
  readonly updates: number;
  readonly runs: readonly PlannedRun[];
}

/**
 * Plans the runs of a comparison: the same batches, and so the same updates, for each arm.
 * @throws {ConfigError} where an arm does not suit the base, or no pair is short enough
 */
export function planComparison(definition: ComparisonDefinition, data: ComparisonData): ComparisonPlan {
  const chosen = chooseTokenizers(definition.configuration, data.pairs);
  const { source, target } = trainTokenizers(chosen, data.pairs);
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const { examples } = encodePairs(data.pairs, source, target, {
    sourceLimit: chosen.source.maximumLength,
    targetLimit: chosen.target.maximumLength,
  });
  if (examples.length === 0) {
    throw new ConfigError(
      `${definition.name}: all pairs are longer than source.maximumLength ${chosen.source.maximumLength} or ` +
        `target.maximumLength ${chosen.target.maximumLength}`,
    );
  }
  const { training } = chosen;
  const updatesPerEpoch = countUpdates(
    new EpochPlan(inMemory(examples), { ...training, epoch: 1 }),
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
