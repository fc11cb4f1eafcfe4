import type { Configuration } from "../../configuration/configuration.ts";
import { cast, greater, input, reshape, type Tensor, toOnnx, transpose } from "../../graph/index.ts";
import { copiesInput } from "../../seq2seq/copying.ts";
import type { BoundDecoder } from "../../seq2seq/decoder.ts";
import { traceModel, type VocabularySizes } from "../../seq2seq/model.ts";
import { reverseOutputs } from "../../seq2seq/reverse-outputs.ts";
import { PAD } from "../../text/index.ts";
import { type OtherSource, otherSourceName } from "../other-sources.ts";
import { numbersOf, type SearchPlan } from "../search-plan.ts";
import { beamSearch } from "./beam.ts";
import { greedySearch } from "./greedy-search.ts";
import type { Constraints } from "./rules.ts";
import type { SearchInputs, SearchOutput } from "./search-inputs.ts";

/** The prefix of the parameter names of each model of an ensemble. */
export function parameterPrefix(index: number): string {
  return index === 0 ? "" : `${index}.`;
}

/**
 * The whole search as one graph, from sources to hypotheses.
 *
 * Inputs: `source` `[S, B]` int32, PAD behind each; for an ensemble that reads other sources, also `source.1` …; for
 * models that may copy, `copies` `[S, B]` int32, the id of each source token in the target's `ExtendedVocabulary`;
 * `limit` `[B]` int64, the maximum number of steps, `</s>` counted; and those of `minimum` `[B]`, `prefix` `[P, B]`,
 * `include` `[B, C, L]`, `exclude` `[B, X, L]` (int64, see `Constraints`), the numbers of `SearchNumber`, `[B, 1]` each, and
 * `uniform` `[T, B, N]` that the plan needs. Outputs: those of `SearchOutput`.
 *
 * @param configurations one for each model of an ensemble, over the same target vocabulary; all may copy, or none
 * @param sizes of the first model's vocabularies
 * @param weights the parameters' values by name (see `parameterPrefix`): they become part of the graph, so that the
 * runtime packs them once; without them the parameters are inputs
 * @param others the sources of those models that do not read the first model's source
 */
export function searchGraph(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  plan: SearchPlan,
  weights?: ReadonlyMap<string, Float32Array>,
  others: readonly OtherSource[] = [],
): Uint8Array {
  const source = input("source", ["S", "B"], "int32");
  const found = searchFor(configurations, sizes, source, constraintInputs(plan), plan, { others });
  return toOnnx({ ...found }, weights && { weights });
}

/** A plan's constraints on outputs, as inputs of a graph. */
export function constraintInputs(plan: SearchPlan): Constraints {
  return {
    numbers: Object.fromEntries(numbersOf(plan).map((name) => [name, input(name, ["B", 1])])),
    limit: input("limit", ["B"], "int64"),
    ...(plan.minimum && { minimum: input("minimum", ["B"], "int64") }),
    ...(plan.prefix && { prefix: input("prefix", ["P", "B"], "int64") }),
    ...(plan.include && { include: input("include", ["B", "C", "L"], "int64") }),
    ...(plan.exclude > 0 && { exclude: input("exclude", ["B", "X", plan.exclude], "int64") }),
  };
}

/** What models read besides the first model's source. */
export interface OtherInputs {
  /** `[S, B]` int32, for models that may copy. Default: the input `copies`. */
  readonly copies?: Tensor | undefined;
  /** What other models of an ensemble read instead of the first one's source: inputs `source.1` … Default: nothing. */
  readonly others?: readonly OtherSource[] | undefined;
}

/** Models, bound to sources. */
interface Bound {
  readonly decoders: readonly BoundDecoder[];
  /** The mask of the first model's sources, `[S, B]`. */
  readonly mask: Tensor;
  /** The inputs of other sources: `[S, B]` where their tokens are the first model's, else `[S.1, B]` … */
  readonly otherSources: readonly Tensor[];
  /** `[S, B]` int32, read by models that may copy. */
  readonly copies: Tensor;
}

/**
 * Traces models, bound to sources `[S, B]`. Models that read other tokens give no attention: it would be to those.
 */
export function bindDecoders(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  source: Tensor,
  { copies = copiesInput(), others = [] }: OtherInputs = {},
): Bound {
  const ofFirst = { source, mask: maskOf(source), sizes, isAligned: true };
  const ofOthers = others.map(({ tokenizer, isAligned }, n) => {
    const own = input(otherSourceName(n), [isAligned ? "S" : `S.${n + 1}`, "B"], "int32");
    const ownSizes = { source: tokenizer.vocabulary.size, target: sizes.target };
    return { source: own, mask: maskOf(own), sizes: ownSizes, isAligned };
  });
  const decoders = configurations.map((configuration, index) => {
    const { sizes, isAligned, ...inputs } =
      ofOthers[others.findIndex(({ models }) => models.includes(index))] ?? ofFirst;
    const { decoder } = traceModel(configuration, sizes, {
      ...inputs,
      copies,
      prefix: parameterPrefix(index),
    });
    return isAligned ? decoder : withoutAttention(decoder);
  });
  return { decoders, mask: ofFirst.mask, otherSources: ofOthers.map(({ source }) => source), copies };
}

/** 1 for a token, 0 for padding: `[S, B]`. */
function maskOf(source: Tensor): Tensor {
  return cast(greater(source, PAD), "float32");
}

function withoutAttention(decoder: BoundDecoder): BoundDecoder {
  return {
    ...decoder,
    step(...args) {
      const { weights: _, ...rest } = decoder.step(...args);
      return rest;
    },
  };
}

/** Traces models, and with them the search that a plan describes. */
export function searchFor(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  source: Tensor,
  constraints: Constraints,
  plan: SearchPlan,
  others?: OtherInputs,
): SearchOutput {
  const { decoders, mask } = bindDecoders(configurations, sizes, source, others);
  const inputs: SearchInputs = { decoders, source, mask: transpose(mask), constraints };
  const search = plan.sampling === undefined && plan.slots > 1 ? beamSearch : greedySearch;
  const found = search(inputs, plan);
  return configurations[0]!.decoder.reversed ? inReadingOrder(found) : found;
}

/** Puts outputs that were written from the end into reading order. */
function inReadingOrder({ ids, logProbabilities, attention, ...found }: SearchOutput): SearchOutput {
  const inner = (x: Tensor) => [...x.shape.keys()].slice(3); // the axes behind [B, N, T]
  const byTime = (x: Tensor) => transpose(x, [2, 0, 1, ...inner(x)]); // [T, B, N, …]
  const flat = (x: Tensor) => reshape(x, ["T", "B*N", ...x.shape.slice(3)], x);
  const flatIds = flat(byTime(ids));
  const turned = (x: Tensor) => {
    const written = byTime(x);
    const read = reshape(reverseOutputs(flat(written), flatIds), written.shape, written);
    return transpose(read, [1, 2, 0, ...inner(x)]);
  };
  return {
    ...found,
    ids: turned(ids),
    logProbabilities: turned(logProbabilities),
    ...(attention && { attention: turned(attention) }),
  };
}
