import { ConfigError } from "../errors.ts";
import { type TokenRuleValues, tokenRules } from "./token-rules/index.ts";

/** How a model's graphs are compiled. */
export interface CompileOptions {
  /** Reads the model's weights at every call, so that they may change; else they are compiled in, which is faster. */
  readonly live?: boolean;
  /** How errors name a search option (default: its key). */
  readonly nameOf?: NameOfOption;
}

/** Maps the key of an option, such as `sampling.topP`, to its name. */
export type NameOfOption = (key: string) => string;

/** How hypotheses are found and ranked. Every field has a default; together they are plain greedy search. */
export interface SearchOptions extends Partial<TokenRuleValues> {
  /** K: hypotheses kept side by side; 1 is greedy search (default 1). */
  readonly beam?: number;
  /** Hypotheses to give for each line, best first; at most `beam` (default 1). With sampling: the number of draws. */
  readonly nBest?: number;
  /**
   * α of the length penalty: a hypothesis of n tokens is ranked by log P / ((5 + n) / 6)^α (Wu 2016, eq. 14), or by
   * log P / n for "average" (default 1). 0 ranks by log P alone, which prefers short outputs.
   */
  readonly lengthPenalty?: number | "average";
  /** β of the coverage penalty, added to the score: β Σₛ log min(1, Σₜ attention) (Wu 2016, eq. 14; default 0). */
  readonly coveragePenalty?: number;
  /** The minimum number of tokens of an output, `</s>` not counted (default 0). */
  readonly minimumLength?: number;
  /** The same in tokens for each source token; the larger of the two applies (default 0). */
  readonly minimumLengthRatio?: number;
  /** The maximum number of tokens of an output, `</s>` not counted (default: see `outputLimit`). */
  readonly maximumLength?: number;
  /** The same in tokens for each source token; the smaller of the two applies. */
  readonly maximumLengthRatio?: number;
  /** Draws tokens from the model's distribution instead of searching. */
  readonly sampling?: SamplingOptions;
  /** Groups that share the beam; each avoids the tokens that earlier groups chose (Vijayakumar 2018; default 1). */
  readonly groups?: number;
  /** How strongly: subtracted from a candidate's rank per earlier choice of its token in that step (default 0.5). */
  readonly diversity?: number;
  /** The text that outputs begin with. */
  readonly prefix?: string;
  /** Words or phrases that every output contains; the beam is shared out by how much of them is met (Hu 2019). */
  readonly include?: readonly string[];
  /** Words or phrases that no output contains. */
  readonly exclude?: readonly string[];
  /** Writes the most attended source token in place of `<unk>` (default false). */
  readonly replaceUnknown?: boolean;
  /** Stops between batches, or between the tokens of a stream, with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface SamplingOptions {
  /** Above 1 makes the model's distribution flatter, below 1 sharper (default 1). */
  readonly temperature?: number;
  /** Draws only from the k likeliest tokens (default: all). */
  readonly topK?: number;
  /** Draws only from the fewest likeliest tokens whose total probability reaches p (Holtzman 2020; default 1: all). */
  readonly topP?: number;
  /** The same seed gives the same draws for a line, whatever the other lines are (default 1). */
  readonly seed?: number;
}

/** One line with constraints on its output alone, which replace those of the options. */
export interface TranslationRequest extends Pick<SearchOptions, "prefix" | "include" | "exclude"> {
  readonly source: string;
}

/** The range of a number among the options. */
export interface OptionRange {
  readonly whole: boolean;
  readonly least: number;
  /** Default: no bound. */
  readonly most?: number;
}

/** The numbers among the options, with those of sampling. */
export const optionRanges = {
  beam: { whole: true, least: 1, most: 1024 },
  nBest: { whole: true, least: 1, most: 1024 },
  lengthPenalty: { whole: false, least: 0 },
  coveragePenalty: { whole: false, least: 0 },
  minimumLength: { whole: true, least: 0 },
  minimumLengthRatio: { whole: false, least: 0 },
  maximumLength: { whole: true, least: 1 },
  maximumLengthRatio: { whole: false, least: 0 },
  ...(tokenRules as Readonly<Record<keyof TokenRuleValues, OptionRange>>),
  groups: { whole: true, least: 1, most: 1024 },
  diversity: { whole: false, least: 0 },
  "sampling.topK": { whole: true, least: 1 },
  "sampling.topP": { whole: false, least: 0, most: 1 },
  "sampling.temperature": { whole: false, least: 0.001, most: 1000 },
  "sampling.seed": { whole: true, least: Number.MIN_SAFE_INTEGER },
} satisfies Readonly<Record<string, OptionRange>>;

/**
 * @param nameOf how errors name an option
 * @throws {ConfigError} that names the option, its value and what was expected
 */
export function checkOptions(options: SearchOptions, nameOf: NameOfOption = (key) => key): void {
  const { beam = 1, groups = 1, lengthPenalty, sampling = {}, include, prefix } = options;
  const values: Readonly<Record<string, unknown>> = {
    ...options,
    lengthPenalty: lengthPenalty === "average" ? undefined : lengthPenalty,
    ...Object.fromEntries(Object.entries(sampling).map(([key, value]) => [`sampling.${key}`, value])),
  };
  const bounds: Readonly<Record<string, number>> = {
    groups: beam,
    ...(!options.sampling && { nBest: beam }),
  };
  for (const [name, range] of Object.entries<OptionRange>(optionRanges)) {
    const value = values[name] as number | undefined;
    const { whole, least } = range;
    const most = bounds[name] ?? range.most ?? Number.MAX_SAFE_INTEGER;
    if (value === undefined) continue;
    if ((whole ? Number.isSafeInteger(value) : Number.isFinite(value)) && value >= least && value <= most)
      continue;
    const kind = whole ? "a whole number" : "a number";
    const bound = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
    const why = name === "nBest" && options.sampling === undefined ? " (the beam)" : "";
    throw new ConfigError(`${nameOf(name)} ${value}: expected ${kind} ${bound}${why}`);
  }
  const refuse = (key: string, what: string) => {
    throw new ConfigError(`${nameOf(key)}${what}`);
  };
  if (sampling.topP !== undefined && Math.fround(sampling.topP) === 0)
    refuse("sampling.topP", ` ${sampling.topP}: expected more than 0, up to 1`); // graphs compute in float32
  if (beam % groups !== 0) refuse("groups", ` ${groups}: expected a divisor of the beam, ${beam}`);
  if (options.sampling !== undefined && beam > 1)
    refuse("sampling", `: draws do not share a beam; leave ${nameOf("beam")} out`);
  const asksForPhrases = (include?.length ?? 0) > 0;
  if (asksForPhrases && options.sampling !== undefined)
    refuse("include", `: only a search can meet phrases; leave ${nameOf("sampling")} out`);
  if (asksForPhrases && groups > 1) refuse("include", `: works in one group; leave ${nameOf("groups")} out`);
  if (asksForPhrases && beam === 1) refuse("include", `: needs a beam; set ${nameOf("beam")} to 5 or more`);
  if (prefix !== undefined && typeof prefix !== "string") {
    refuse("prefix", ` ${String(prefix)}: expected a text`);
  }
  for (const [least, most] of [
    ["minimumLength", "maximumLength"],
    ["minimumLengthRatio", "maximumLengthRatio"],
  ] as const) {
    if (options[least]! > options[most]!) {
      refuse(least, ` ${options[least]}: more than ${nameOf(most)} ${options[most]}`);
    }
  }
}
