import type { Configuration } from "../configuration/configuration.ts";
import { parameterSettings } from "../configuration/parameter-settings.ts";
import { cast, equal, gradient, input, type Tensor, toOnnx } from "../graph/index.ts";
import {
  countScalars,
  Dropout,
  type DropoutMask,
  embedding,
  embeddingNormal,
  outputNormal,
  type ParameterSpec,
  Parameters,
  type Weights,
} from "../nn/index.ts";
import type { Tokenizer } from "../text/index.ts";
import { copiesInput } from "./copying.ts";
import { type BoundDecoder, decoder } from "./decoder.ts";
import { type Encoded, encoder } from "./encoder.ts";
import { targetInputs, trainingObjective } from "./objective.ts";
import { reverseOutputs } from "./reverse-outputs.ts";

/** A model: what it is made of and what it has learnt. Plain data; runtimes, search and training take it. */
export interface Model {
  readonly configuration: Configuration;
  readonly source: Tokenizer;
  readonly target: Tokenizer;
  readonly weights: Weights;
  /** The margin that allows all training targets, if some are longer than the usual output limit allows. */
  readonly outputMargin?: number | undefined;
}

/** The number of tokens that each side knows, special symbols included. */
export interface VocabularySizes {
  readonly source: number;
  readonly target: number;
}

/** A model as a graph: its parameters, and the decoder bound to the graph's inputs `source` and `sourceMask`. */
export interface TracedModel {
  readonly parameters: Parameters;
  /** `[S, B]`, int32, with its mask. */
  readonly source: Tensor;
  /** What the encoder has made of the sources. */
  readonly encoded: Encoded;
  readonly decoder: BoundDecoder;
}

export interface TraceOptions {
  readonly dropout?: Dropout;
  /** The sources, `[S, B]` int32 and their mask. Default: inputs `source` and `sourceMask`. */
  readonly source?: Tensor;
  readonly mask?: Tensor;
  /** The id that each source token is copied as, `[S, B]` int32 (see `copying`). Default: an input `copies`. */
  readonly copies?: Tensor;
  /** Prefix of the names of the parameters' inputs: the models of an ensemble share one graph. Default: none. */
  readonly prefix?: string;
}

/** Traces the model as a graph, from encoder to decoder. */
export function traceModel(
  configuration: Configuration,
  sizes: VocabularySizes,
  options: TraceOptions = {},
): TracedModel {
  const {
    dropout = new Dropout(false),
    source = input("source", ["S", "B"], "int32"),
    mask = input("sourceMask", ["S", "B"]),
    prefix = "",
  } = options;
  const parameters = new Parameters(prefix);
  const { encoder: reads, decoder: writes } = configuration;
  const shared = writes.tiedEmbeddings === "all";
  const targetStart = writes.tiedEmbeddings === "none" ? embeddingNormal : outputNormal(writes.embedding);
  const sourceTable = shared
    ? embedding(parameters, "shared", [sizes.source, reads.embedding], targetStart)
    : embedding(parameters, "encoder", [sizes.source, reads.embedding], embeddingNormal);
  const encode = encoder(parameters, configuration, sourceTable);
  const targetTable = shared
    ? sourceTable
    : embedding(parameters, "decoder", [sizes.target, writes.embedding], targetStart);
  const bind = decoder(parameters, configuration, targetTable);
  const copies = writes.copying ? (options.copies ?? copiesInput()) : undefined;
  const encoded = encode(source, mask, dropout);
  return { parameters, source, encoded, decoder: bind(encoded, mask, dropout, copies) };
}

/** A serialised graph and what it needs to be fed. */
export interface TrainingGraph {
  readonly onnx: Uint8Array;
  readonly parameters: readonly ParameterSpec[];
  /** The parameters that are not frozen: those with a gradient. */
  readonly trained: readonly ParameterSpec[];
  readonly masks: readonly DropoutMask[];
}

/** The name of a parameter's gradient among a training graph's outputs. */
export function gradientName(parameter: string): string {
  return `gradient.${parameter}`;
}

/**
 * The graph of one update: E(w) = Σ weight · −log P(yᵗ | y¹ … yᵗ⁻¹, x; w), and the gradient of the objective, which is
 * E(w) with what the configuration adds to it (see `objective`).
 *
 * Inputs beside those of `traceModel`: `targetInput` and `targetOutput` `[T, B]` int32, `targetWeight` `[T, B]`
 * (0 at padding), with scheduled sampling `ownInput` `[T, B]`, the dropout masks, the parameters. Outputs: `loss`,
 * `objective`, and one gradient per parameter that is not frozen (see `gradientName`).
 * @throws {ConfigError} where `training.freeze` or `training.groups` names parameters that the model does not have
 */
export function trainingGraph(configuration: Configuration, sizes: VocabularySizes): TrainingGraph {
  const dropout = new Dropout(true);
  const { parameters, decoder } = traceModel(configuration, sizes, { dropout });
  const { loss, objective } = trainingObjective(configuration, decoder);
  const names = parameters.specs.map(({ name }) => name);
  const settings = parameterSettings(configuration.training, names);
  const isTrained = (_: unknown, index: number) => !settings[index]!.frozen;
  const trained = parameters.specs.filter(isTrained);
  const gradients = gradient(objective, parameters.tensors.filter(isTrained));
  const named = trained.map(({ name }, index) => [gradientName(name), gradients[index]!] as const);
  return {
    onnx: toOnnx({ loss, objective, ...Object.fromEntries(named) }),
    parameters: parameters.specs,
    trained,
    masks: dropout.masks,
  };
}

/** The number of a model's parameters. The model is traced, not compiled. */
export function countParameters(configuration: Configuration, sizes: VocabularySizes): number {
  return countScalars(traceModel(configuration, sizes).parameters.specs);
}

/**
 * The graph that scores given targets. Inputs: those of `traceModel`, `targetInput` and `targetOutput` `[T, B]`.
 * Outputs: `losses` `[T, B]`, −log P of each token in nats; `hits` `[T, B]`, 1 where it was the likeliest; and, for a
 * model with attention, `attention` `[T, B, S]`.
 */
export function scoringGraph(
  configuration: Configuration,
  sizes: VocabularySizes,
  weights?: ReadonlyMap<string, Float32Array>,
): Uint8Array {
  const { decoder } = traceModel(configuration, sizes);
  const { targetInput, targetOutput } = targetInputs(configuration);
  const unrolled = decoder.unroll(targetInput);
  const hits = cast(equal(decoder.likeliest(unrolled), cast(targetOutput, "int64")), "float32");
  const { loss } = decoder.losses(unrolled, targetOutput, 0);
  const asRead = (x: Tensor) => (configuration.decoder.reversed ? reverseOutputs(x, targetOutput) : x);
  const attention = unrolled.weights && asRead(unrolled.weights);
  return toOnnx(
    { losses: asRead(loss), hits: asRead(hits), ...(attention && { attention }) },
    weights && { weights },
  );
}
