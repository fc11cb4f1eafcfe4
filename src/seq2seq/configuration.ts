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

const cell = z
  .enum(["lstm", "gru", "layer-norm-lstm", "layer-norm-gru", "ssru"])
  .default("lstm")
  .describe(
    "The recurrent cell: LSTM (Hochreiter 1997); GRU (Cho 2014), three quarters of its size; either with layer " +
      "normalisation (Ba 2016), steadier in deep stacks and slower; SSRU (Kim 2019), the smallest and fastest: no " +
      "product hangs on the step before.",
  );
const layers = count
  .max(16)
  .default(1)
  .describe("Stacked layers; from the second on with a residual connection.");
const embedding = count.default(256).describe("Size E of the token embeddings.");
const dropout = rate
  .default(0.3)
  .describe("Dropout rate on embeddings, between layers and, in the decoder, before the output.");

const encoder = z.strictObject({
  cell,
  layers,
  size: count
    .default(256)
    .describe("Size H of the encoder's states; a bidirectional encoder has H/2 in each direction."),
  embedding,
  bidirectional: z.boolean().default(true).describe("Reads the source in both directions."),
  dropout,
});

const decoder = z.strictObject({
  cell,
  layers,
  size: count.default(256).describe("Size H of the decoder's states."),
  embedding,
  dropout,
  inputFeeding: z
    .boolean()
    .default(true)
    .describe("Each step also reads the attentional state of the step before it (Luong 2015, section 3.3)."),
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
    .enum(["dot", "scaled-dot", "general", "additive"])
    .default("general")
    .describe("How attention compares a query with a key."),
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

const training = z.strictObject({
  seed: z
    .int()
    .min(0)
    .default(1)
    .describe("The same seed, data and threads give the same model, to the bit."),
  epochs: count.default(20).describe("Passes over the training pairs, at most."),
  batchTokens: count.default(1500).describe("Tokens in a batch, padding included, on the longer side."),
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
  initialization: initialization.prefault({}),
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
  const problems: string[] = [];
  if (encoder.bidirectional && encoder.size % 2 !== 0) {
    problems.push(
      `encoder.size ${encoder.size}: expected an even number, because the encoder is bidirectional`,
    );
  }
  const comparesDirectly = context.kind === "attention" && ["dot", "scaled-dot"].includes(context.score);
  if (comparesDirectly && encoder.size !== decoder.size) {
    problems.push(
      `context.score "${context.score}": expected encoder.size and decoder.size to be equal, and they are ` +
        `${encoder.size} and ${decoder.size}; use "general" for different sizes`,
    );
  }
  return problems;
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
