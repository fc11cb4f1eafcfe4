import { z } from "zod";
import {
  type OptionRange,
  optionRanges,
  type SamplingOptions,
  type SearchOptions,
} from "../search/options.ts";
import { type TokenRuleValues, tokenRules } from "../search/token-rules/index.ts";
import type { Limits } from "./limits.ts";

/** Unknown keys are refused, and the refusal names the known ones. */
export function exactly<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys") return `expected some of ${known}`;
      return issue.code === "invalid_type" ? `expected an object with some of ${known}` : undefined;
    },
  });
}

/** A text of so many characters at most, as people and JSON Schema count them: code points. */
export function boundedText(characters: number) {
  const fits = (text: string) => text.length <= characters || [...text].length <= characters;
  return z
    .string()
    .refine(fits, { error: `expected at most ${characters} characters` })
    .meta({ maxLength: characters });
}

/** A number among the options, in the range that the library checks. */
function inRange({ whole, least, most }: OptionRange, limit = Number.POSITIVE_INFINITY) {
  return (whole ? z.int() : z.number()).min(least).max(Math.min(most ?? Number.MAX_SAFE_INTEGER, limit));
}

/** Of a phrase to include or to exclude: a graph has operators for each of its tokens. */
const phraseCharacters = 200;

/**
 * The options of a search, by their names in the library. The compiler asks for a schema of each, and ranges are the
 * library's: this list can lack none and allow no more.
 */
export function optionShape({ beam, outputTokens, phrases, characters }: Limits) {
  const phrase = boundedText(Math.min(characters, phraseCharacters));
  const own = {
    beam: inRange(optionRanges.beam, beam)
      .optional()
      .meta({ description: "Hypotheses kept side by side; 1 is greedy search.", default: 1 }),
    nBest: inRange(optionRanges.nBest, beam).optional().meta({
      description: "Outputs to give for each text, the best first: at most the beam; with sampling, draws.",
      default: 1,
    }),
    lengthPenalty: z
      .union([inRange(optionRanges.lengthPenalty), z.literal("average")], {
        error: 'expected a number of 0 or more, or "average"',
      })
      .optional()
      .meta({
        description: 'α: outputs are ranked by log P / ((5 + n) / 6)^α, or by log P / n for "average".',
        default: 1,
      }),
    coveragePenalty: inRange(optionRanges.coveragePenalty)
      .optional()
      .meta({ description: "β: prefers outputs that attend to all of the source.", default: 0 }),
    minimumLength: inRange(optionRanges.minimumLength, outputTokens)
      .optional()
      .meta({ description: "The fewest tokens of an output.", default: 0 }),
    minimumLengthRatio: inRange(optionRanges.minimumLengthRatio)
      .optional()
      .meta({ description: "The same for each token of the source.", default: 0 }),
    maximumLength: inRange(optionRanges.maximumLength, outputTokens)
      .optional()
      .meta({ description: "The most tokens of an output. Default: the model's own limit." }),
    maximumLengthRatio: inRange(optionRanges.maximumLengthRatio)
      .optional()
      .meta({ description: "The same for each token of the source." }),
    sampling: exactly({
      temperature: inRange(optionRanges["sampling.temperature"])
        .optional()
        .meta({ description: "Above 1 flatter, below 1 sharper.", default: 1 }),
      topK: inRange(optionRanges["sampling.topK"])
        .optional()
        .meta({ description: "Draws from the k likeliest tokens alone." }),
      topP: inRange(optionRanges["sampling.topP"])
        .optional()
        .meta({ description: "Draws from the fewest tokens that have probability p together.", default: 1 }),
      seed: inRange(optionRanges["sampling.seed"])
        .optional()
        .meta({ description: "The same seed draws the same for a text.", default: 1 }),
    } satisfies Record<keyof SamplingOptions, z.ZodType>)
      .optional()
      .meta({ description: "Draws outputs from the model's distribution in place of a search." }),
    groups: inRange(optionRanges.groups, beam)
      .optional()
      .meta({ description: "Groups of the beam that keep away from each other.", default: 1 }),
    diversity: inRange(optionRanges.diversity)
      .optional()
      .meta({ description: "How far groups keep away.", default: 0.5 }),
    prefix: boundedText(characters).optional().meta({ description: "What outputs begin with." }),
    include: z
      .array(phrase)
      .max(phrases)
      .optional()
      .meta({ description: "Words or phrases that every output has. They need a beam." }),
    exclude: z
      .array(phrase)
      .max(phrases)
      .optional()
      .meta({ description: "Words or phrases that no output has." }),
    replaceUnknown: z
      .boolean()
      .optional()
      .meta({ description: "Writes the most attended source token in place of <unk>.", default: false }),
  } satisfies Record<Exclude<keyof SearchOptions, "signal" | keyof TokenRuleValues>, z.ZodType>;
  return { ...own, ...tokenRuleShape() };
}

type TokenRuleShape = Record<keyof TokenRuleValues, z.ZodOptional<z.ZodNumber>>;

function tokenRuleShape(): TokenRuleShape {
  const entries = Object.entries(tokenRules).map(([name, rule]) => {
    const description = `${rule.help[0]!.toUpperCase()}${rule.help.slice(1)}.`;
    return [name, inRange(rule).optional().meta({ description, default: rule.off })] as const;
  });
  return Object.fromEntries(entries) as TokenRuleShape;
}
