import { z } from "zod";
import { ConfigError } from "../errors.ts";
import { nearest } from "./nearest.ts";

const count = z.int().positive();
const rate = z.number().min(0).lt(1);

const text = z.strictObject({
  tokenizer: z
    .enum(["auto", "characters", "words"])
    .default("auto")
    .describe("How a line becomes tokens. auto: words where white space separates few enough of them."),
  lowercase: z.boolean().default(false).describe("Lower-cases every line first."),
  minimumCount: count.default(1).describe("A token seen less often in training becomes <unk>."),
  maximumVocabulary: count.default(32_000).describe("The most tokens kept, special symbols included."),
  maximumLength: count
    .default(200)
    .describe("Longer pairs are left out of training, and longer sources are cut; in tokens."),
});

const cell = z.enum(["lstm", "gru"]).default("lstm").describe("The recurrent cell.");
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

const training = z.strictObject({
  seed: z
    .int()
    .min(0)
    .default(1)
    .describe("The same seed, data and threads give the same model, to the bit."),
  epochs: count.default(20).describe("Passes over the training pairs, at most."),
  batchTokens: count.default(1500).describe("Tokens in a batch, padding included, on the longer side."),
  labelSmoothing: rate
    .default(0)
    .describe("ε: the share of each target's probability that all tokens are given alike (Szegedy 2016)."),
  scheduledSampling: scheduledSampling.prefault({}),
  learningRate: z.number().positive().default(0.002).describe("Adam's step size at the start."),
  clipNorm: z.number().positive().default(1).describe("Gradients longer than this are scaled down to it."),
  metric: z
    .enum(["loss", "per", "exact_match", "bleu"])
    .default("per")
    .describe("The dev score that chooses the best epoch and tells when training stalls."),
  schedule: z
    .enum(["halving", "cosine"])
    .default("halving")
    .describe(
      "The learning rate is halved when dev stalls, or falls to zero along a cosine over all epochs.",
    ),
  patience: count
    .default(1)
    .describe("Epochs without a better dev score before the learning rate is halved."),
  halvings: z.int().min(0).default(4).describe("Training stops when it stalls after this many halvings."),
});

const runtime = z.strictObject({
  threads: count.optional().describe("Threads of ONNX Runtime. Default: the number of cores."),
});

const files = z
  .union([z.string(), z.strictObject({ source: z.string(), target: z.string() })])
  .describe("A .tsv or .jsonl file of pairs, or two files of lines, relative to the configuration file.");

const data = z.strictObject({
  pairs: files.optional(),
  dev: files.optional(),
  test: files.optional(),
});

/** The one source of henkan's options: YAML files, command-line flags, the API and the editors' JSON Schema. */
const configurationSchema = z.strictObject({
  data: data.prefault({}).describe("Where the pairs are."),
  out: z.string().optional().describe("The model folder, relative to the configuration file."),
  source: text.prefault({}).describe("The side that is read."),
  target: text.prefault({}).describe("The side that is written."),
  encoder: encoder.prefault({}),
  decoder: decoder.prefault({}),
  context: context.prefault({}),
  training: training.prefault({}),
  runtime: runtime.prefault({}),
});

/** A configuration with every default filled in. */
export type Configuration = z.output<typeof configurationSchema>;

/** What a user writes: any part of it. */
export type ConfigurationInput = z.input<typeof configurationSchema>;

/**
 * Checks a configuration and fills in the defaults.
 * @param input an object as read from YAML
 * @param name what to call it in errors: the file
 * @throws {ConfigError} with all problems at once, each with its path, the value and what was expected
 */
export function parseConfiguration(input: unknown, name = "configuration"): Configuration {
  const parsed = configurationSchema.safeParse(input ?? {});
  if (!parsed.success) {
    const lines = parsed.error.issues.flatMap((issue) => describeIssue(issue, input));
    throw new ConfigError([`${name}:`, ...lines.map((line) => `  ${line}`)].join("\n"));
  }
  const problems = inconsistencies(parsed.data);
  if (problems.length > 0)
    throw new ConfigError([`${name}:`, ...problems.map((line) => `  ${line}`)].join("\n"));
  return parsed.data;
}

/** The schema of a configuration file for editors (JSON Schema, draft 2020-12). */
export function configurationJsonSchema(): unknown {
  return z.toJSONSchema(configurationSchema, { io: "input" });
}

function inconsistencies({ encoder, decoder, context }: Configuration): string[] {
  const attends = context.kind === "attention";
  const sizes = `encoder.size and decoder.size to be equal, and they are ${encoder.size} and ${decoder.size}`;
  const rules: readonly (readonly [isBroken: boolean, problem: string])[] = [
    [
      encoder.bidirectional && encoder.size % 2 !== 0,
      `encoder.size ${encoder.size}: expected an even number, because the encoder is bidirectional`,
    ],
    [
      attends && ["dot", "scaled-dot"].includes(context.score) && encoder.size !== decoder.size,
      `context.score "${context.score}": expected ${sizes}; use "general" for different sizes`,
    ],
    [
      attends && context.score === "multi-head" && decoder.size % context.heads !== 0,
      `context.heads ${context.heads}: expected a divisor of decoder.size ${decoder.size}`,
    ],
    [
      context.coverage && !(attends && context.score === "additive"),
      'context.coverage true: expected context.kind "attention" and context.score "additive"',
    ],
    [
      context.coverageLoss > 0 && !attends,
      `context.coverageLoss ${context.coverageLoss}: expected context.kind "attention"`,
    ],
    [decoder.copying && !attends, 'decoder.copying true: expected context.kind "attention"'],
    [decoder.bridge === "last" && encoder.size !== decoder.size, `decoder.bridge "last": expected ${sizes}`],
    [
      decoder.bridge === "last" && (encoder.layers !== decoder.layers || encoder.cell !== decoder.cell),
      'decoder.bridge "last": expected encoder and decoder to have the same cell and layers',
    ],
    [
      decoder.tiedEmbeddings !== "none" && decoder.embedding !== decoder.size,
      `decoder.tiedEmbeddings "${decoder.tiedEmbeddings}": expected decoder.embedding and decoder.size to be equal, ` +
        `and they are ${decoder.embedding} and ${decoder.size}`,
    ],
    [
      decoder.tiedEmbeddings === "all" && encoder.embedding !== decoder.embedding,
      'decoder.tiedEmbeddings "all": expected encoder.embedding and decoder.embedding to be equal, and they are ' +
        `${encoder.embedding} and ${decoder.embedding}`,
    ],
  ];
  return rules.flatMap(([isBroken, problem]) => (isBroken ? [problem] : []));
}

function describeIssue(issue: z.core.$ZodIssue, input: unknown): string[] {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => {
      const suggestion = nearest(key, known);
      const hint =
        suggestion === undefined ? `expected one of ${known.join(", ")}` : `did you mean ${suggestion}?`;
      return `${[path, key].filter(Boolean).join(".")}: unknown key; ${hint}`;
    });
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], input);
  if (issue.code === "invalid_union") {
    return [
      `${path} ${JSON.stringify(value)}: expected a file's name, or two: { source: FILE, target: FILE }`,
    ];
  }
  const expected =
    issue.code === "invalid_value"
      ? `expected one of ${issue.values.map((one) => JSON.stringify(one)).join(", ")}`
      : issue.message.replace(/^(Invalid input|Too small|Too big): /, "");
  return [`${path || "the file"} ${JSON.stringify(value) ?? "(nothing)"}: ${expected}`];
}

/** The keys that the schema knows at a path. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let at: unknown = configurationSchema;
  for (const key of path) at = (unwrap(at) as { shape?: Record<PropertyKey, unknown> }).shape?.[key];
  return Object.keys((unwrap(at) as { shape?: Record<string, unknown> }).shape ?? {});
}

function unwrap(schema: unknown): unknown {
  const inner = (schema as { def?: { innerType?: unknown } }).def?.innerType;
  return inner === undefined ? schema : unwrap(inner);
}
