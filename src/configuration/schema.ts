import { z } from "zod";
import { fileFormatEndings } from "../data/formats/index.ts";
import { devMetrics } from "../metrics/index.ts";
import { dataSchema } from "./data-schema.ts";
import { textSchema } from "./text-schema.ts";

const count = z.int().positive();
const rate = z.number().min(0).lt(1);

const cell = z
  .enum(["lstm", "gru", "layer-norm-lstm", "layer-norm-gru", "ssru"])
  .default("lstm")
  .describe(
    "The recurrent cell: LSTM (Hochreiter 1997); GRU (Cho 2014), three quarters of its size; either with layer " +
      "normalisation (Ba 2016), steadier in deep stacks and slower; SSRU (Kim 2019), the smallest and fastest: no " +
      "product depends on the step before.",
  );
const layers = count
  .max(16)
  .default(1)
  .describe("Stacked layers; from the second on with a residual connection.");
const embedding = count.default(256).describe("Size E of the token embeddings.");
const dropout = rate
  .default(0.3)
  .describe("Dropout rate on embeddings, between layers and, in the decoder, before the output.");
const recurrentDropout = rate
  .default(0)
  .describe(
    "Dropout rate on the state that a cell reads again, with one mask for all steps of a sequence (Gal 2016).",
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
  inputFeeding: z
    .boolean()
    .default(true)
    .describe("Each step also reads the attentional state of the step before it (Luong 2015, section 3.3)."),
  bridge: z
    .enum(["projected", "last", "mean", "zero"])
    .default("projected")
    .describe(
      "The decoder's first states. projected: tanh(W v + b) of the source's one vector v (Bahdanau 2015); last: the " +
        "encoder's last states, layer by layer, as they are (Sutskever 2014); mean: as projected, of the mean of the " +
        "encoder's states; zero.",
    ),
  tiedEmbeddings: z
    .enum(["none", "output", "all"])
    .default("none")
    .describe(
      "output: the output layer is the target embeddings, transposed (Press 2017); all: the source embeddings are the " +
        "same too.",
    ),
  copying: z
    .boolean()
    .default(false)
    .describe("The decoder may also copy source tokens, known or not (pointer-generator, See 2017)."),
});

const context = z.strictObject({
  kind: z
    .enum(["attention", "fixed-initial", "fixed-every-step"])
    .default("attention")
    .describe(
      "How the decoder sees the source: attention over all its states; or one fixed vector, as the decoder's " +
        "first state (Sutskever 2014) or at every step (Cho 2014).",
    ),
  score: z
    .enum(["dot", "scaled-dot", "general", "additive", "multi-head", "uniform"])
    .default("general")
    .describe(
      "How attention compares a query with a key. multi-head: scaled dot products of projections, several side by side " +
        "(Vaswani 2017); uniform: not at all, a control.",
    ),
  heads: count.default(4).describe("Heads N of multi-head attention."),
  sharpness: z
    .number()
    .positive()
    .default(1)
    .describe("What scores are multiplied by before the softmax: 1 / temperature."),
  dropout: rate.default(0).describe("Dropout rate on the attention weights."),
  coverage: z
    .boolean()
    .default(false)
    .describe("Additive scores also hear of the attention that each position has had (Tu 2016)."),
  coverageLoss: z
    .number()
    .min(0)
    .default(0)
    .describe("λ of the loss λ Σ min(attention, coverage), which costs looking twice (See 2017, eq. 13)."),
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
  schedule: z
    .enum(["linear", "exponential", "inverse-sigmoid", "constant"])
    .default("linear")
    .describe("How the share grows from 0, or that it does not."),
});

const initialization = z.strictObject({
  recurrent: z
    .enum(["xavier", "orthogonal"])
    .default("xavier")
    .describe(
      "How the weights behind a cell's state start: uniform (Glorot 2010), or one orthogonal matrix for each gate, " +
        "which keeps the lengths of states and gradients (Saxe 2014).",
    ),
  forgetBias: z
    .number()
    .default(1)
    .describe(
      "The bias that an LSTM's forget gate starts with: the larger, the longer it remembers at first.",
    ),
});

const decay = z.number().min(0);

/** Names of parameters with `*` for any part of one: a list, or as text with commas. */
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

const training = z.strictObject({
  seed: z
    .int()
    .min(0)
    .default(1)
    .describe("The same seed, data and threads give the same model, to the bit."),
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
  optimizer: z
    .enum(["adam", "adamw", "sgd", "adafactor"])
    .default("adam")
    .describe(
      "adam (Kingma 2015); adamw: with decoupled weight decay (Loshchilov 2019); sgd: with momentum; adafactor: " +
        "second moments by rows and columns alone, next to no memory (Shazeer 2018).",
    ),
  learningRate: z.number().positive().default(0.005).describe("The optimizer's step size at its highest."),
  beta1: rate
    .default(0.9)
    .describe("How much the mean of gradients keeps from update to update (adam, adamw)."),
  beta2: rate
    .default(0.999)
    .describe("How much the mean of squared gradients keeps from update to update (adam, adamw)."),
  epsilon: z.number().positive().default(1e-8).describe("Keeps the division safe (adam, adamw)."),
  momentum: rate
    .default(0.9)
    .describe("How much the velocity keeps from update to update (sgd); 0: plain sgd."),
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
  schedule: z
    .enum(["constant", "halving", "cosine", "inverse-sqrt", "step"])
    .default("cosine")
    .describe(
      "The learning rate over a run: constant; halved when dev stalls; falling to zero along a cosine over all " +
        "epochs; falling with 1/√update after the warm-up (Vaswani 2017); or times decayFactor every decayEvery epochs.",
    ),
  warmup: z
    .int()
    .min(0)
    .default(0)
    .describe("Updates over which the learning rate rises linearly at the start, under any schedule."),
  patience: count
    .default(1)
    .describe("Epochs without a better dev score before the learning rate is halved (halving)."),
  halvings: z
    .int()
    .min(0)
    .default(4)
    .describe("Training stops when it stalls after this many halvings (halving)."),
  decayEvery: count.default(1).describe("Epochs between two steps of the learning rate (step)."),
  decayFactor: z
    .number()
    .positive()
    .max(1)
    .default(0.5)
    .describe("What each step multiplies the learning rate by (step)."),
  metric: z
    .enum(devMetrics)
    .default("token_error_rate")
    .describe(
      "The dev score that chooses the best epoch (where it is equal, the loss does) and tells when training stalls.",
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
  threads: count.optional().describe("Threads of ONNX Runtime. Default: the number of cores."),
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

/** What a user writes: as much of it as differs from the defaults. */
export type ConfigurationInput = z.input<typeof configurationSchema>;
