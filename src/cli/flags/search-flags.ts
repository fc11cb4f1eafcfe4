import { type Command, Option } from "commander";
import { ConfigError } from "../../errors.ts";
import type { SearchOptions } from "../../search/options.ts";

/** The search as flags: what the command line gives. */
export interface SearchFlags {
  readonly beam?: string;
  readonly nBest?: string;
  readonly lengthPenalty?: string;
  readonly coveragePenalty?: string;
  readonly minLength?: string;
  readonly minLengthRatio?: string;
  readonly maxLength?: string;
  readonly maxLengthRatio?: string;
  readonly sample?: boolean;
  readonly temperature?: string;
  readonly topK?: string;
  readonly topP?: string;
  readonly seed?: string;
  readonly repetitionPenalty?: string;
  readonly noRepeatNgram?: string;
  readonly groups?: string;
  readonly diversity?: string;
  readonly prefix?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly replaceUnknown?: boolean;
}

const collect = (value: string, before: readonly string[] = []) => [...before, value];

/** Gives a command the flags of the search. */
export function addSearchFlags(command: Command): Command {
  const flag = (flags: string, description: string) => command.addOption(new Option(flags, description));
  flag("--beam <k>", "hypotheses kept side by side; 1 is greedy search (default: 1)");
  flag(
    "--n-best <n>",
    "hypotheses to give for each line, at most the beam; needs --format jsonl (default: 1)",
  );
  flag(
    "--length-penalty <a>",
    'α of Wu 2016, or "average" for the mean log P; 0 ranks by log P (default: 1)',
  );
  flag(
    "--coverage-penalty <b>",
    "β of Wu 2016: prefers outputs that looked at all of the source (default: 0)",
  );
  flag("--min-length <n>", "the fewest tokens of an output");
  flag("--min-length-ratio <r>", "the same for each token of the source");
  flag("--max-length <n>", "the most tokens of an output");
  flag("--max-length-ratio <r>", "the same for each token of the source");
  flag("--sample", "draw outputs from the model's distribution in place of a search");
  flag("--temperature <t>", "for --sample: above 1 flatter, below 1 sharper (default: 1)");
  flag("--top-k <k>", "for --sample: from the k likeliest tokens alone");
  flag("--top-p <p>", "for --sample: from the fewest tokens that have probability p together");
  flag("--seed <n>", "for --sample: the same seed draws the same (default: 1)");
  flag("--repetition-penalty <x>", "above 1 holds tokens back that an output has already (default: 1)");
  flag("--no-repeat-ngram <n>", "no n tokens in a row occur twice");
  flag("--groups <g>", "groups of the beam that keep away from each other (default: 1)");
  flag("--diversity <x>", "how far groups keep away (default: 0.5)");
  flag("--prefix <text>", "what outputs begin with");
  command.option("--include <text>", "a word or phrase that every output has; may be given again", collect);
  command.option("--exclude <text>", "a word or phrase that no output has; may be given again", collect);
  flag("--replace-unknown", "the source's token that was looked at most in place of <unk>");
  return command;
}

/** @throws {ConfigError} for what is no number, and for flags of --sample without it */
export function searchOptions(flags: SearchFlags): SearchOptions {
  const number = (flag: string, text: string | undefined) => {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value)) return value;
    throw new ConfigError(`${flag} "${text}": expected a number`);
  };
  const sampling = {
    temperature: number("--temperature", flags.temperature),
    topK: number("--top-k", flags.topK),
    topP: number("--top-p", flags.topP),
    seed: number("--seed", flags.seed),
  };
  if (!flags.sample && Object.values(sampling).some((value) => value !== undefined)) {
    throw new ConfigError("--temperature, --top-k, --top-p and --seed are for sampling: add --sample");
  }
  const average = flags.lengthPenalty === "average";
  return defined({
    beam: number("--beam", flags.beam),
    nBest: number("--n-best", flags.nBest),
    lengthPenalty: average ? "average" : number("--length-penalty", flags.lengthPenalty),
    coveragePenalty: number("--coverage-penalty", flags.coveragePenalty),
    minimumLength: number("--min-length", flags.minLength),
    minimumLengthRatio: number("--min-length-ratio", flags.minLengthRatio),
    maximumLength: number("--max-length", flags.maxLength),
    maximumLengthRatio: number("--max-length-ratio", flags.maxLengthRatio),
    sampling: flags.sample ? defined(sampling) : undefined,
    repetitionPenalty: number("--repetition-penalty", flags.repetitionPenalty),
    noRepeatNgram: number("--no-repeat-ngram", flags.noRepeatNgram),
    groups: number("--groups", flags.groups),
    diversity: number("--diversity", flags.diversity),
    prefix: flags.prefix,
    include: flags.include,
    exclude: flags.exclude,
    replaceUnknown: flags.replaceUnknown,
  });
}

/** Without what is undefined. */
function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
