import {
  type Configuration,
  parseConfiguration,
  problemsOf,
  withChoices,
  withoutIdleInherited,
} from "../configuration/configuration.ts";
import { ConfigError } from "../errors.ts";
import { countParameters, type VocabularySizes } from "../seq2seq/model.ts";
import type { Arm } from "./arms.ts";

/** An arm's configuration, its number of parameters as close to the wanted one as whole sizes allow. */
export interface MatchedArm {
  readonly configuration: Configuration;
  readonly parameters: number;
  /** Deviation from the wanted number of parameters, in percent of it. */
  readonly residual: number;
}

/**
 * Finds the encoder and decoder sizes that bring an arm as close as possible to a wanted number of parameters. Their
 * ratio stays the base's, to within 2 % or 1, and is 1 if the arm needs equal sizes.
 * @throws {ConfigError} where the base does not suit the arm at any size
 */
export function matchParameters(
  base: Configuration,
  arm: Arm,
  sizes: VocabularySizes,
  wanted: number,
): MatchedArm {
  for (const ratio of new Set([base.encoder.size / base.decoder.size, 1])) {
    const found = nearestSizes(base, arm, ratio, sizes, wanted);
    if (found !== undefined) return found;
  }
  parseConfiguration(armConfiguration(base, arm, base.encoder.size, base.decoder.size), `arm ${arm.name}`);
  throw new ConfigError(
    `arm ${arm.name}: no size of encoder and decoder comes near ${wanted.toLocaleString("en")} parameters: give more ` +
      "with comparison.parameters, or leave the arm out of comparison.arms",
  );
}

function nearestSizes(
  base: Configuration,
  arm: Arm,
  ratio: number,
  sizes: VocabularySizes,
  wanted: number,
): MatchedArm | undefined {
  const isEven = arm.settings.encoder?.bidirectional ?? base.encoder.bidirectional;
  const step = isEven ? 2 : 1;
  const besideDecoder = (decoder: number) => Math.max(step, step * Math.round((ratio * decoder) / step));
  const at = (encoder: number, decoder: number): MatchedArm => {
    const configuration = withChoices(armConfiguration(base, arm, encoder, decoder));
    const parameters = countParameters(configuration, sizes);
    return { configuration, parameters, residual: (100 * (parameters - wanted)) / wanted };
  };
  const largest = largestDecoder(
    (decoder) => at(besideDecoder(decoder), decoder).parameters <= wanted,
    base.decoder.size,
  );
  let best: MatchedArm | undefined;
  for (let decoder = Math.max(1, largest - step); decoder <= largest + step; decoder++) {
    const middle = besideDecoder(decoder);
    const most = Math.max(1, 0.02 * ratio * decoder);
    for (const encoder of [middle, middle - step, middle + step]) {
      if (encoder < 1 || Math.abs(encoder - ratio * decoder) > most) continue;
      if (problemsOf(armConfiguration(base, arm, encoder, decoder)).length > 0) continue;
      const found = at(encoder, decoder);
      if (best === undefined || Math.abs(found.residual) < Math.abs(best.residual)) best = found;
    }
  }
  return best;
}

/** The largest whole number from 1 on that fits; below a number that fits, all others must fit too. */
function largestDecoder(fits: (decoder: number) => boolean, start: number): number {
  let high = start;
  while (fits(high)) high *= 2;
  let low = 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The base with an arm's changes and sizes, without the settings of the base that only other arms read. */
function armConfiguration(base: Configuration, arm: Arm, encoder: number, decoder: number): Configuration {
  const { settings } = arm;
  const { tiedEmbeddings } = base.decoder;
  const tied = tiedEmbeddings === "none" ? {} : { embedding: decoder };
  const changed = {
    ...base,
    encoder: {
      ...base.encoder,
      ...settings.encoder,
      ...(tiedEmbeddings === "all" ? tied : {}),
      size: encoder,
    },
    decoder: { ...base.decoder, ...settings.decoder, ...tied, size: decoder },
    context: { ...base.context, ...settings.context },
  } as Configuration;
  // Settings that make the arm a different model are not dropped silently.
  const { copying } = base.decoder;
  const { coverage, coverageLoss } = base.context;
  return withoutIdleInherited(changed, { decoder: { copying }, context: { coverage, coverageLoss } });
}
