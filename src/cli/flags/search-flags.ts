import { ConfigError } from "../../errors.ts";
import type { SearchOptions } from "../../search/options.ts";
import { type TokenRuleValues, tokenRules } from "../../search/token-rules/index.ts";
import type { TokenRule } from "../../search/token-rules/token-rule.ts";
import {
  decimal,
  type Flag,
  type FlagTable,
  type FlagValues,
  flag,
  list,
  nameOf,
  orWord,
  text,
  toggle,
  whole,
} from "./flag.ts";

/** Sampling flags, keyed by the key of `sampling` that each sets. */
const samplingFlags = {
  temperature: flag(
    "--temperature <t>",
    "for --sample: above 1 flatter, below 1 sharper (default: 1)",
    decimal(0.001, 1000),
  ),
  topK: flag("--top-k <k>", "for --sample: from the k likeliest tokens alone", whole(1)),
  topP: flag(
    "--top-p <p>",
    "for --sample: from the fewest tokens that have probability p together",
    decimal(0, 1),
  ),
  seed: flag("--seed <n>", "for --sample: the same seed draws the same (default: 1)", whole()),
};

export const lengthPenaltyFlag = flag(
  "--length-penalty <a>",
  'α of Wu 2016, or "average" for the mean log P; 0 ranks by log P (default: 1)',
  orWord(decimal(), "average"),
);

/** A flag for each rule, named after its option: `--no-repeat-ngram <n>` for `noRepeatNgram`. */
const tokenRuleFlags = Object.fromEntries(
  Object.entries<TokenRule>(tokenRules).map(([option, { help, whole: isWhole, least, most }]) => {
    const name = `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return [
      option,
      isWhole
        ? flag(`${name} <n>`, help, whole(least, most))
        : flag(`${name} <x>`, help, decimal(least, most)),
    ];
  }),
) as Record<keyof TokenRuleValues, Flag<number>>;

/** Search flags, keyed by the search option that each sets. */
export const searchFlags = {
  beam: flag("--beam <k>", "hypotheses kept side by side; 1 is greedy search (default: 1)", whole(1, 1024)),
  lengthPenalty: lengthPenaltyFlag,
  coveragePenalty: flag(
    "--coverage-penalty <b>",
    "β of Wu 2016: prefers outputs that looked at all of the source (default: 0)",
    decimal(),
  ),
  minimumLength: flag("--min-length <n>", "the fewest tokens of an output", whole()),
  minimumLengthRatio: flag("--min-length-ratio <r>", "the same for each token of the source", decimal()),
  maximumLength: flag("--max-length <n>", "the most tokens of an output", whole(1)),
  maximumLengthRatio: flag("--max-length-ratio <r>", "the same for each token of the source", decimal()),
  sample: toggle("--sample", "draw outputs from the model's distribution in place of a search"),
  ...samplingFlags,
  ...tokenRuleFlags,
  groups: flag("--groups <g>", "groups of the beam that keep away from each other (default: 1)", whole(1)),
  diversity: flag("--diversity <x>", "how far groups keep away (default: 0.5)", decimal()),
  prefix: flag("--prefix <text>", "what outputs begin with", text),
  include: list("--include <text>", "a word or phrase that every output has; may be given again"),
  exclude: list("--exclude <text>", "a word or phrase that no output has; may be given again"),
  replaceUnknown: toggle("--replace-unknown", "the source's token that was looked at most in place of <unk>"),
};

export const nBestFlag = flag(
  "--n-best <n>",
  "hypotheses to give for each line, at most the beam; needs --output-format jsonl (default: 1)",
  whole(1, 1024),
);

/** The flag for a search option: `--max-length` for `maximumLength`. */
export function searchFlagOf(key: string): string {
  const flags: FlagTable = { ...searchFlags, nBest: nBestFlag, sampling: searchFlags.sample };
  const found = flags[key.replace(/^sampling\./, "")];
  return found === undefined ? key : nameOf(found);
}

export type SearchFlags = FlagValues<typeof searchFlags> & { readonly nBest?: number };

/**
 * The search options that a command's flags set.
 * @throws {ConfigError} for sampling flags without --sample, and for flags that have no effect
 */
export function searchOptions(flags: SearchFlags): SearchOptions {
  const given = <Key extends string>(keys: readonly Key[]): Key[] =>
    keys.filter((key) => flags[key as keyof SearchFlags] !== undefined);
  const sampling = given(Object.keys(samplingFlags) as (keyof typeof samplingFlags)[]);
  if (sampling.length > 0 && !flags.sample) {
    throw new ConfigError(
      `${sampling.map((key) => nameOf(samplingFlags[key])).join(", ")}: for sampling alone: add --sample`,
    );
  }
  if (flags.diversity !== undefined && (flags.groups ?? 1) === 1) {
    throw new ConfigError("--diversity: for groups of the beam alone: add --groups G");
  }
  const plain = Object.keys(searchFlags).filter((key) => key !== "sample" && !(key in samplingFlags));
  const pick = (keys: readonly string[]) =>
    Object.fromEntries(given(keys).map((key) => [key, flags[key as keyof SearchFlags]]));
  return {
    ...pick([...plain, "nBest"]),
    ...(flags.sample && { sampling: pick(sampling) }),
  };
}
