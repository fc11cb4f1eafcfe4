import { z } from "zod";
import type { TranslationRequest } from "../search/options.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { boundedText, exactly, optionShape } from "./options-schema.ts";

/**
 * What the service is asked and what it answers, written once: validation, the types of the client and the OpenAPI
 * document are made from it. It needs nothing of Node.
 */

const model = z
  .string()
  .optional()
  .meta({ description: "The model's name, see /v1/models. Where the service has one, it may be left out." });

const count = z.int().nonnegative();
const logProbabilities = z
  .array(z.number())
  .meta({ description: "log P of each token and of `</s>`, natural, given those before it." });
const attention = z.array(z.array(z.number())).nullable().meta({
  description:
    "For each token and `</s>` the weights over the source's tokens and its `</s>`; null for a model without attention.",
});

/** Schemas of requests, with a service's limits. */
export function requestSchemas(limits: Limits) {
  const options = optionShape(limits);
  const { prefix, include, exclude } = options;
  const text = boundedText(limits.characters);
  const line = exactly({ source: text, prefix, include, exclude } satisfies Record<
    keyof TranslationRequest,
    z.ZodType
  >).meta({
    id: "Line",
    description: "A text with constraints on its output alone, which replace those of the request.",
  });
  const one = z.union([text, line], {
    error: 'expected a text, or an object {"source", "prefix", "include", "exclude"}',
  });
  const texts = z
    .union([text, line, z.array(one).max(limits.texts)], {
      error: 'expected a text, an object {"source", "prefix", "include", "exclude"}, or a list of such',
    })
    .meta({ description: "One text or many. An empty text stays empty." });
  const answers = {
    tokens: z
      .boolean()
      .optional()
      .meta({ description: "Whether to give tokens and their log-probabilities.", default: false }),
    attention: z
      .boolean()
      .optional()
      .meta({ description: "Whether to give attention weights.", default: false }),
  };
  const { beam: _beam, nBest: _nBest, groups: _groups, diversity: _diversity, ...ofStream } = options;
  const { include: _include, ...streamOptions } = ofStream;
  return {
    translate: exactly({ model, text: texts, ...options, ...answers }).meta({ id: "TranslateRequest" }),
    stream: exactly({ model, text, ...streamOptions, attention: answers.attention }).meta({
      id: "StreamRequest",
    }),
    score: exactly({
      model,
      pairs: z.array(exactly({ source: text, target: text })).max(limits.texts),
      ...answers,
    }).meta({ id: "ScoreRequest" }),
  };
}

const hypothesis = z
  .object({
    text: z.string(),
    score: z.number().meta({ description: "What outputs are ranked by: log P over the length penalty." }),
    logProbability: z.number().meta({ description: "log P(text | source), natural, `</s>` included." }),
    tokens: z.array(z.string()).optional(),
    tokenLogProbabilities: logProbabilities.optional(),
    attention: attention.optional(),
  })
  .meta({ id: "Hypothesis" });

const translation = hypothesis
  .extend({
    truncated: z
      .boolean()
      .meta({ description: "Whether the text was longer than the model reads and was cut." }),
    atLimit: z.boolean().meta({
      description: "Whether the output is as long as its limit allows: it may have been cut.",
    }),
    sourceTokens: z.array(z.string()).optional(),
    hypotheses: z.array(hypothesis).optional().meta({
      description: "All outputs, the best first; given where `nBest` is.",
    }),
  })
  .meta({ id: "Translation" });

const pairScore = z
  .object({
    logProbability: z.number().meta({ description: "log P(target | source), natural, `</s>` included." }),
    score: z.number().meta({ description: "The same over the number of target tokens." }),
    unknown: count.meta({ description: "Target tokens that the model does not know." }),
    tokens: z.array(z.string()).optional(),
    tokenLogProbabilities: logProbabilities.optional(),
    sourceTokens: z.array(z.string()).optional(),
    attention: attention.optional(),
  })
  .meta({ id: "PairScore" });

const servedModel = z
  .object({
    name: z.string(),
    source: z.string().nullable().meta({ description: "The language that it reads, where that was told." }),
    target: z.string().nullable().meta({ description: "The language that it writes, where that was told." }),
    generation: count.meta({ description: "Rises by one with each replacement." }),
    sha256: z.string().meta({ description: "Of the weights." }),
    parameters: count,
    vocabulary: z.object({ source: count, target: count }),
    maximumLength: z.object({ source: count, target: count }).meta({ description: "In tokens." }),
    attention: z.boolean(),
  })
  .meta({ id: "Model" });

/** Schemas of answers. */
export const answerSchemas = {
  translate: z
    .object({ model: z.string(), generation: count, translations: z.array(translation) })
    .meta({ id: "TranslateAnswer" }),
  score: z
    .object({ model: z.string(), generation: count, scores: z.array(pairScore) })
    .meta({ id: "ScoreAnswer" }),
  /** The data of an event of a stream. */
  streamed: z
    .object({
      token: z.string(),
      text: z.string().meta({ description: "The output so far." }),
      logProbability: z.number(),
      attention: z.array(z.number()).nullable().optional(),
    })
    .meta({ id: "StreamedToken" }),
  models: z.object({ models: z.array(servedModel) }).meta({ id: "Models" }),
  problem: z
    .object({
      type: z.string(),
      title: z.string(),
      status: z.int(),
      detail: z.string(),
      requestId: z.string().optional(),
      errors: z
        .array(z.object({ path: z.string(), message: z.string() }))
        .optional()
        .meta({ description: "What is wrong, by its place in the body." }),
    })
    .meta({ id: "Problem", description: "RFC 9457." }),
};

const standard = requestSchemas(defaultLimits);

export type TranslateRequest = z.output<typeof standard.translate>;
export type StreamRequest = z.output<typeof standard.stream>;
export type ScoreRequest = z.output<typeof standard.score>;
export type TranslateAnswer = z.output<typeof answerSchemas.translate>;
export type ScoreAnswer = z.output<typeof answerSchemas.score>;
export type StreamedAnswer = z.output<typeof answerSchemas.streamed>;
export type ModelsAnswer = z.output<typeof answerSchemas.models>;
export type Problem = z.output<typeof answerSchemas.problem>;
