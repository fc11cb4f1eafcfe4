import { z } from "zod";
import { fileFormatEndings } from "../data/formats/index.ts";
import { devMetrics } from "../metrics/index.ts";
import {
  attentionScores,
  bridges,
  type CellSetting,
  cellKinds,
  recurrentInitializations,
  type ScoreOptions,
} from "../nn/index.ts";
import { type ScheduleSettings, schedules } from "../optimization/learning-rate.ts";
import { optimizers } from "../optimization/optimizers.ts";
import { samplingSchedules } from "../optimization/scheduled-sampling.ts";
import type { OptimizerSettings } from "../optimization/update-rule.ts";
import { choice, choiceHelp, readersOf } from "./choice.ts";
import { conditional, oneOf } from "./conditional.ts";
import { dataSchema } from "./data-schema.ts";
import { textSchema } from "./text-schema.ts";

const count = z.int().positive();
const rate = z.number().min(0).lt(1);

const cell = choice(cellKinds).default("lstm").describe(choiceHelp("The recurrent cell.", cellKinds));
const attends = oneOf("context.kind", ["attention"]);
const layers = count
  .max(16)
  .default(1)
  .describe("Stacked layers; from the second on with a residual connection.");
const embedding = count.default(256).describe("Size E of the token embeddings.");
const dropout = rate
  .default(0.3)
  .describe("Dropout rate on embeddings, between layers and, in the decoder, before the output.");
const recurrentDropout = conditional(
  rate,
  "Dropout rate on the state that a cell reads again, with one mask for all steps of a sequence (Gal 2016).",
  { default: 0, off: 0, when: [[oneOf(".cell", readersOf(cellKinds, "recurrentDropout"))]] },
);
const tokenDropout = rate
  .default(0)
  .describe("Rate at which whole tokens are hidden: their embedding is zero (Gal 2016).");

const encoder = z.strictObject({
  cell,
  layers,
  size: count
    .default(256)
    .describe("Size H of the encoder's states; a bidirectional encoder has H/2 in each direction."),
  embedding,
  bidirectional: z.boolean().default(true).describe("Reads the source in both directions."),
  reversed: z
    .boolean()
    .default(false)
    .describe("Reads the source from its end, so that its beginning is freshest (Sutskever 2014)."),
  dropout,
  recurrentDropout,
  tokenDropout,
});

const decoder = z.strictObject({
  cell,
  layers,
  size: count.default(256).describe("Size H of the decoder's states."),
  embedding,
  reversed: z
    .boolean()
    .default(false)
    .describe(
      "Writes each output from its end to its beginning. Such a model makes other mistakes: as a reranker of one that " +
        "writes forwards it gains more than another of the same kind (Liu 2016).",
    ),
  dropout,
  recurrentDropout,
  tokenDropout,
  inputFeeding: conditional(
    z.boolean(),
    "Each step also reads the attentional state of the step before it (Luong 2015, section 3.3).",
    { default: true, off: false, when: [[attends]] },
  ),
  bridge: choice(bridges).default("projected").describe(choiceHelp("The decoder's first states.", bridges)),
  tiedEmbeddings: z
    .enum(["none", "output", "all"])
    .default("none")
    .describe(
      "output: the output layer is the target embeddings, transposed (Press 2017); all: the source embeddings are the " +
        "same too.",
    ),
  copying: conditional(
    z.boolean(),
    "The decoder may also copy source tokens, known or not (pointer-generator, See 2017).",
    { default: false, off: false, when: [[attends]] },
  ),
});

/** The needs of a setting: attention, with a score that reads it. */
const scoreReads = (setting: keyof ScoreOptions) => [
  [attends],
  [oneOf("context.score", readersOf(attentionScores, setting))],
];

const context = z.strictObject({
  kind: z
    .enum(["attention", "fixed-initial", "fixed-every-step"])
    .default("attention")
    .describe(
      "How the decoder sees the source: attention over all its states; or one fixed vector, as the decoder's " +
        "first state (Sutskever 2014) or at every step (Cho 2014).",
    ),
  score: conditional(
    choice(attentionScores),
    choiceHelp("How attention compares a query with a key.", attentionScores),
    { default: "general", when: [[attends]] },
  ),
  heads: conditional(count, "Heads N of attention.", { default: 4, when: scoreReads("heads") }),
  sharpness: conditional(
    z.number().positive(),
    "What scores are multiplied by before the softmax: 1 / temperature.",
    { default: 1, when: scoreReads("sharpness") },
  ),
  dropout: conditional(rate, "Dropout rate on the attention weights.", {
    default: 0,
    off: 0,
    when: [[attends]],
  }),
  coverage: conditional(z.boolean(), "Scores also read the attention that each position has had (Tu 2016).", {
    default: false,
    off: false,
    when: scoreReads("coverage"),
  }),
  coverageLoss: conditional(
    z.number().min(0),
    "λ of the loss λ Σ min(attention, coverage), which costs looking twice (See 2017, eq. 13).",
    { default: 0, off: 0, when: [[attends]] },
  ),
});

const scheduledSampling = z.strictObject({
  rate: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      "Share of the decoder's inputs, at the end of training, that are its own predictions (Bengio 2015); they are " +
        "made in one pass of their own (Duckworth 2019).",
    ),
  schedule: conditional(
    choice(samplingSchedules),
    choiceHelp("What the share is multiplied by over the run, p being its progress.", samplingSchedules),
    { default: "linear", when: [[{ key: ".rate", isMet: (rate) => Number(rate) > 0, expected: "above 0" }]] },
  ),
});

/** The needs of a setting: a cell that reads it, on either side. */
const cellReads = (setting: CellSetting) =>
  ["encoder.cell", "decoder.cell"].map((key) => oneOf(key, readersOf(cellKinds, setting)));

const initialization = z.strictObject({
  recurrent: conditional(
    choice(recurrentInitializations),
    choiceHelp("How the weights behind a cell's state start.", recurrentInitializations),
    { default: "xavier", when: [cellReads("recurrent")] },
  ),
  forgetBias: conditional(
    z.number(),
    "The bias that an LSTM's forget gate starts with: the larger, the longer it remembers at first.",
    { default: 1, when: [cellReads("forgetBias")] },
  ),
});

const decay = z.number().min(0);

/** Names of parameters, with `*` for any part of one: a list, or text separated by commas. */
const patterns = z
  .union([z.string(), z.array(z.string())], "expected a pattern such as encoder.*, or a list of them")
  .transform((given) => (typeof given === "string" ? given.split(",").map((one) => one.trim()) : given));

const group = z.strictObject({
  parameters: patterns.describe("Which parameters: names with * for any part of one."),
  learningRateFactor: z
    .number()
    .positive()
    .optional()
    .describe("What the learning rate is multiplied by for them. Default: 1."),
  weightDecay: decay.optional().describe("In place of training.weightDecay."),
});

const optimizerReads = (setting: keyof OptimizerSettings) => [
  [oneOf("training.optimizer", readersOf(optimizers, setting))],
];

const scheduleReads = (setting: keyof ScheduleSettings) => [
  [oneOf("training.schedule", readersOf(schedules, setting))],
];

const checkpoint = z.strictObject({
  minutes: z.number().min(0).default(5).describe("Minutes from one checkpoint to the next; 0: not by time."),
  updates: z
    .int()
    .min(0)
    .default(0)
    .describe("Updates from one checkpoint to the next; 0: not by their number."),
});

const training = z.strictObject({
  seed: z
    .int()
    .min(0)
    .default(1)
    .describe(
      "The same seed, data and training.microBatches give the same model, to the bit; with whole batches, the same threads " +
        "are needed too.",
    ),
  epochs: count
    .optional()
    .describe(
      "Passes over the training pairs, at most. Default: as many as hold 5,000 updates, at least 5 and at most 200.",
    ),
  batchTokens: count.default(1500).describe("Tokens in a batch, padding included, on the longer side."),
  labelSmoothing: rate
    .default(0.1)
    .describe("ε: the share of each target's probability that all tokens are given alike (Szegedy 2016)."),
  scheduledSampling: scheduledSampling
    .prefault({})
    .describe("Training on the model's own predictions in place of the right tokens."),
  accumulation: count
    .default(1)
    .describe(
      "Batches whose gradients make one update, averaged over their target tokens as if they were one batch.",
    ),
  microBatches: count
    .optional()
    .describe(
      "Parts into which each batch is cut, so that replicas can compute their gradients at the same time. The bits of the " +
        "model depend on it, and not on the number of replicas. Default: as many as pay, by the size of the model and " +
        "the number of cores; 1: batches are whole.",
    ),
  optimizer: choice(optimizers)
    .default("adam")
    .describe(choiceHelp("How the weights change by their gradient.", optimizers)),
  learningRate: z.number().positive().default(0.005).describe("The optimizer's step size at its highest."),
  beta1: conditional(rate, "How much the mean of gradients keeps from update to update.", {
    default: 0.9,
    when: optimizerReads("beta1"),
  }),
  beta2: conditional(rate, "How much the mean of squared gradients keeps from update to update.", {
    default: 0.999,
    when: optimizerReads("beta2"),
  }),
  epsilon: conditional(z.number().positive(), "Keeps the division safe.", {
    default: 1e-8,
    when: optimizerReads("epsilon"),
  }),
  momentum: conditional(rate, "How much the velocity keeps from update to update; 0: plain descent.", {
    default: 0.9,
    off: 0,
    when: optimizerReads("momentum"),
  }),
  weightDecay: decay
    .default(0)
    .describe(
      "Pulls matrices, and never vectors such as biases, to zero: added to the gradient as weightDecay · weight (adam, " +
        "sgd), or subtracted from the weights as learning rate · weightDecay · weight (adamw, adafactor).",
    ),
  freeze: patterns
    .default([])
    .describe(
      "Parameters that are not trained: names such as encoder.embedding, with * for any part of one; a list, or text " +
        "with commas.",
    ),
  groups: z
    .array(group)
    .default([])
    .describe("Settings for some of the parameters; where several name a parameter, the last one counts."),
  clipNorm: z
    .number()
    .min(0)
    .default(1)
    .describe("Gradients longer than this are scaled down to it; 0: never."),
  clipValue: z
    .number()
    .min(0)
    .default(0)
    .describe("Elements of the gradient beyond ± this are set to it, before their norm is taken; 0: never."),
  schedule: choice(schedules)
    .default("cosine")
    .describe(choiceHelp("The learning rate over a run.", schedules)),
  warmup: z
    .int()
    .min(0)
    .default(0)
    .describe("Updates over which the learning rate rises linearly at the start, under any schedule."),
  patience: conditional(count, "Epochs without a better dev score before the learning rate is halved.", {
    default: 1,
    when: scheduleReads("patience"),
  }),
  halvings: conditional(z.int().min(0), "Training stops when it stalls after this many halvings.", {
    default: 4,
    when: scheduleReads("halvings"),
  }),
  decayEvery: conditional(count, "Epochs between two steps of the learning rate.", {
    default: 1,
    when: scheduleReads("decayEvery"),
  }),
  decayFactor: conditional(z.number().positive().max(1), "What each step multiplies the learning rate by.", {
    default: 0.5,
    when: scheduleReads("decayFactor"),
  }),
  metric: z
    .enum(devMetrics)
    .default("token_error_rate")
    .describe(
      "The dev score that chooses the best epoch (where it is equal, the loss does) and tells when training stalls.",
    ),
  checkpoint: checkpoint
    .prefault({})
    .describe(
      "How often the run's state is kept, from which a stopped run goes on; at the end of epochs it is, too.",
    ),
  earlyStopping: z
    .int()
    .min(0)
    .default(0)
    .describe("Training stops after this many epochs in a row without a better dev score; 0: never."),
  averageDecay: rate
    .default(0.998)
    .describe(
      "How much a running average of the weights keeps from update to update, less at the start; dev scores and the model " +
        "are of the average (Polyak 1992). 0: of the weights themselves.",
    ),
  averageCheckpoints: count
    .default(1)
    .describe(
      "At the end the weights after this many of the best epochs are averaged; the average is kept where it scores " +
        "better on dev than the best epoch. 1: never.",
    ),
});

const runtime = z.strictObject({
  threads: count.optional().describe("Threads that compute. Default: the number of cores."),
  replicas: count
    .optional()
    .describe(
      "How many of the threads train at the same time, each on its share of training.microBatches. Default: all of them, " +
        "as far as there are parts.",
    ),
});

/** The one source of henkan's options: YAML files, command-line flags, the API and the editors' JSON Schema. */
export const configurationSchema = z.strictObject({
  data: dataSchema
    .prefault({})
    .describe(
      `Where the pairs are: each a file of pairs (${fileFormatEndings}; .gz, .br or .zst at the end), two ` +
        "files of lines, or a list of datasets; relative to the configuration file.",
    ),
  out: z.string().optional().describe("The model folder, relative to the configuration file."),
  from: z
    .string()
    .optional()
    .describe(
      "A model folder, relative to the configuration file, whose weights training starts from. What source, target, " +
        "vocabulary, encoder, decoder and context leave out is as it is there.",
    ),
  source: textSchema.prefault({}).describe("The side that is read."),
  target: textSchema.prefault({}).describe("The side that is written."),
  vocabulary: z
    .enum(["separate", "joint"])
    .default("separate")
    .describe("Whether each side has its own tokens, or both share those of all lines."),
  encoder: encoder.prefault({}).describe("The RNN that reads."),
  decoder: decoder.prefault({}).describe("The RNN that writes."),
  context: context.prefault({}).describe("What joins encoder and decoder."),
  initialization: initialization.prefault({}).describe("What the weights start from."),
  training: training.prefault({}).describe("How the weights are learnt."),
  runtime: runtime.prefault({}).describe("What computes."),
});

/** A configuration with every default filled in. */
export type Configuration = z.output<typeof configurationSchema>;

/** What a user writes: the part of it that differs from the defaults. */
export type ConfigurationInput = z.input<typeof configurationSchema>;
