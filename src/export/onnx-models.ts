import {
  add,
  cast,
  constant,
  expandDims,
  expandLike,
  greater,
  input,
  minimum,
  mul,
  type OnnxOptions,
  sub,
  sum,
  type Tensor,
  toOnnx,
  transpose,
} from "../graph/index.ts";
import { searchFor } from "../search/graph/search-graph.ts";
import { decoderStages, type Stages } from "../search/graph/stages.ts";
import type { SearchOptions } from "../search/options.ts";
import { marginOf, tokensPerSourceToken } from "../search/output-limit.ts";
import { planFor } from "../search/search-plan.ts";
import type { Model } from "../seq2seq/model.ts";
import { BOS, EOS, PAD, UNK } from "../text/index.ts";
import { henkanVersion } from "../version.ts";

/** The search that an exported model performs. */
export type ExportedSearch = Required<Pick<SearchOptions, "beam" | "nBest" | "lengthPenalty">>;

/** What an exported model is made from. */
export interface OnnxSource {
  readonly model: Model;
  readonly name: string;
  readonly search: ExportedSearch;
  /** Whether weights are stored as int8. */
  readonly int8: boolean;
}

/** The format of the metadata that this version writes. */
const metadataFormat = 1;

/** The three models of an export. All use only ai.onnx 17 and contain their weights. */
export interface OnnxModels {
  /** From `source` `[B, S]` int64, and `copies` for a model that may copy, to what `Found` has, with int64 `ids`. */
  readonly model: Uint8Array;
  /** `decoderStages` that read `source` and `copies` `[B, S]` and `token` `[B]`, int64. */
  readonly stages: Stages;
}

export function onnxModels(source: OnnxSource): OnnxModels {
  return { model: searchModel(source), stages: stageModels(source) };
}

/** From sources to hypotheses in one graph. */
export function searchModel(source: OnnxSource): Uint8Array {
  const { model, search } = source;
  const ids = input("source", ["B", "S"], "int64");
  const plan = planFor(search, []);
  const limit = limitOf(model, ids);
  const { lengthPenalty: alpha } = search;
  const numbers =
    alpha === "average" ? {} : { lengthPenalty: expandLike(constant(alpha), expandDims(limit, 1)) };
  const copies = timeMajor(copiesInput());
  const found = searchFor([model.configuration], sizesOf(model), timeMajor(ids), { limit, numbers }, plan, {
    copies,
  });
  const description =
    "A sequence-to-sequence model with its search. source: a row of token ids for each sentence, with </s> (3) at its " +
    "end and <pad> (0) behind; source.tokenizer in the metadata makes ids of text. ids: for each sentence its " +
    "outputs, the best first, with </s> at the end and <pad> behind; target.tokenizer makes text of them. scores: " +
    "what outputs are ranked by. logProbabilities: the natural logarithm of each token's probability. attention, " +
    `where there is any: for each token of an output its weights over the source.${aboutCopies(model)}`;
  const options = onnxOptions(source, description, { search: JSON.stringify(search) });
  return toOnnx({ ...found, ids: cast(found.ids, "int64") }, options);
}

function stageModels(source: OnnxSource): Stages {
  const { model } = source;
  const ids = input("source", ["B", "S"], "int64");
  const token = input("token", ["B"], "int64");
  const description =
    "Half of a sequence-to-sequence model, for a search of one's own. The encoder reads source, a row of token ids " +
    "for each sentence with </s> (3) at its end and <pad> (0) behind, and gives memory and first states. The decoder's " +
    "step reads these and token, the last token of each output (<s>, 2, at first), and gives logProbabilities of all " +
    `tokens that may come next, and next.state.… for the step after it.${aboutOrder(model)}${aboutCopies(model)}`;
  return decoderStages([model.configuration], sizesOf(model), onnxOptions(source, description), {
    source: timeMajor(ids),
    copies: timeMajor(copiesInput()),
    token: cast(token, "int32"),
  });
}

function onnxOptions(
  { model, name, int8 }: OnnxSource,
  description: string,
  more: Readonly<Record<string, string>> = {},
): OnnxOptions {
  const { configuration, source, target, weights } = model;
  return {
    standard: true,
    weights: new Map(weights.views.map((view) => [view.name, view.data])),
    ...(int8 && { quantize: "int8" }),
    description,
    producerVersion: henkanVersion,
    metadata: {
      format: String(metadataFormat),
      henkan: henkanVersion,
      name,
      weights: int8 ? "int8" : "float32",
      "source.tokenizer": JSON.stringify(source),
      "target.tokenizer": JSON.stringify(target),
      "source.maximumLength": String(configuration.source.maximumLength),
      "target.maximumLength": String(configuration.target.maximumLength),
      ...(configuration.decoder.copying && { copying: "true" }),
      special: JSON.stringify({ "<pad>": PAD, "<unk>": UNK, "<s>": BOS, "</s>": EOS }),
      ...more,
    },
  };
}

/** For a model that may copy; not part of any other model's graph. */
function copiesInput(): Tensor {
  return input("copies", ["B", "S"], "int64");
}

function aboutOrder({ configuration }: Model): string {
  return configuration.decoder.reversed
    ? " An output is written from its end: the last token comes first."
    : "";
}

function aboutCopies({ configuration, target }: Model): string {
  if (!configuration.decoder.copying) return "";
  const V = target.vocabulary.size;
  return (
    ` copies: beside source, what each of its tokens is copied as: its id in target.tokenizer; for one that is not there ${V} ` +
    `plus the position, from 0, where it first stands in the sentence; </s> and <pad> as in source. An output's id of ${V} ` +
    `or more is the source's token at id - ${V}.`
  );
}

/** `[B, S]` int64 → `[S, B]` int32. */
function timeMajor(ids: Tensor): Tensor {
  return cast(transpose(ids), "int32");
}

/** The maximum number of steps of each sentence, `[B]`: the default of `outputLimit`, plus `</s>`. */
function limitOf(model: Model, ids: Tensor): Tensor {
  const length = sub(sum(cast(greater(ids, PAD), "int64"), { axes: [1] }), 1); // without </s>
  const tokens = add(mul(length, tokensPerSourceToken), marginOf(model));
  return add(minimum(tokens, model.configuration.target.maximumLength), 1);
}

function sizesOf({ source, target }: Model) {
  return { source: source.vocabulary.size, target: target.vocabulary.size };
}
