import type { Configuration } from "../configuration/configuration.ts";
import type { SavedModel } from "../model-folder/model-folder.ts";
import type { ModelRecord } from "../model-folder/record.ts";
import { cellKinds } from "../nn/index.ts";
import type { TokenizerKind } from "../text/index.ts";

/** What `henkan inspect --json` prints. */
export interface ModelDescription {
  /** The version of henkan that wrote the model. */
  readonly henkan: string;
  readonly configuration: Configuration;
  readonly source: SideDescription;
  readonly target: SideDescription;
  readonly parameters: {
    readonly total: number;
    /** In the order of `weights.safetensors`. */
    readonly tensors: readonly TensorDescription[];
  };
  readonly data: ModelRecord["data"];
  readonly training: ModelRecord["training"];
}

interface SideDescription {
  readonly tokenizer: TokenizerKind;
  /** Tokens, special symbols included. */
  readonly vocabulary: number;
}

interface TensorDescription {
  readonly name: string;
  readonly shape: readonly number[];
  readonly parameters: number;
}

/** Describes a loaded model: what it is made of, how it was trained, how it scored. */
export function describeModel({ model, record }: SavedModel): ModelDescription {
  const { configuration, source, target, weights } = model;
  return {
    henkan: record.henkan,
    configuration,
    source: { tokenizer: source.kind, vocabulary: source.vocabulary.size },
    target: { tokenizer: target.kind, vocabulary: target.vocabulary.size },
    parameters: {
      total: weights.values.length,
      tensors: weights.views.map(({ name, shape, data }) => ({ name, shape, parameters: data.length })),
    },
    data: record.data,
    training: record.training,
  };
}

/** The parts of a model in a few words each: [part, what it is]. */
export function architecture({ encoder, decoder, context }: Configuration): [string, string][] {
  const cells = ({ cell, layers, size, embedding, dropout }: typeof decoder | typeof encoder): string =>
    `${cellKinds[cell].label}, ${layers === 1 ? "1 layer" : `${layers} layers`} of ${size}, embeddings of ${embedding}, ` +
    `dropout ${dropout}`;
  return [
    ["encoder", `${encoder.bidirectional ? "bidirectional " : ""}${cells(encoder)}`],
    [
      "decoder",
      cells(decoder) +
        (decoder.reversed ? ", writes from the end" : "") +
        (decoder.inputFeeding ? ", input feeding" : "") +
        (decoder.copying ? ", copying" : ""),
    ],
    ["context", context.kind === "attention" ? `attention, ${context.score}` : context.kind],
  ];
}
