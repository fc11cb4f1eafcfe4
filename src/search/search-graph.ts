import { cast, greater, input, type Tensor, toOnnx, transpose } from "../graph/index.ts";
import type { Configuration } from "../seq2seq/configuration.ts";
import { copiesInput } from "../seq2seq/copying.ts";
import type { BoundDecoder } from "../seq2seq/decoder.ts";
import { traceModel, type VocabularySizes } from "../seq2seq/model.ts";
import { PAD } from "../text/index.ts";
import { beamSearch } from "./beam.ts";
import type { SearchPlan } from "./options.ts";
import type { Found, Problem } from "./problem.ts";
import type { Demands } from "./rules.ts";
import { walk } from "./walk.ts";

/** Stands before the names of the parameters of each model of an ensemble. */
export function parameterPrefix(index: number): string {
  return index === 0 ? "" : `${index}.`;
}

/**
 * The whole search as one graph, from sources to hypotheses.
 *
 * Inputs: `source` `[S, B]` int32, PAD behind each; of models that may copy, `copies` `[S, B]` int32, the id of each
 * source token in the target's `ExtendedVocabulary`; `limit` `[B]` int64, the most steps, `</s>` counted; and what the
 * plan needs of `minimum` `[B]`, `prefix` `[P, B]`, `include` `[B, C, L]` and `exclude` `[B, X, L]` (int64, see
 * `Demands`) and `uniform` `[T, B, N]`. Outputs: those of `Found`.
 *
 * @param configurations one for each model of an ensemble, over the same vocabularies; all may copy, or none
 * @param weights the parameters' values by name (see `parameterPrefix`): they become part of the graph, so that the
 * runtime packs them once; without them the parameters are inputs
 */
export function searchGraph(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  plan: SearchPlan,
  weights?: ReadonlyMap<string, Float32Array>,
): Uint8Array {
  const source = input("source", ["S", "B"], "int32");
  const found = searchFor(configurations, sizes, source, demandInputs(plan), plan);
  return toOnnx({ ...found }, weights && { weights });
}

/** What a plan asks of outputs, as inputs of a graph. */
export function demandInputs(plan: SearchPlan): Demands {
  return {
    limit: input("limit", ["B"], "int64"),
    ...(plan.minimum && { minimum: input("minimum", ["B"], "int64") }),
    ...(plan.prefix && { prefix: input("prefix", ["P", "B"], "int64") }),
    ...(plan.include && { include: input("include", ["B", "C", "L"], "int64") }),
    ...(plan.exclude > 0 && { exclude: input("exclude", ["B", "X", plan.exclude], "int64") }),
  };
}

/**
 * Traces models, bound to sources `[S, B]`: their decoders, and the sources' mask `[S, B]`.
 * @param copies `[S, B]` int32, read where the models may copy; default: the input `copies`
 */
export function bindDecoders(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  source: Tensor,
  copies: Tensor = copiesInput(),
): { readonly decoders: readonly BoundDecoder[]; readonly mask: Tensor } {
  const mask = cast(greater(source, PAD), "float32");
  const decoders = configurations.map((configuration, index) => {
    const options = { source, mask, copies, prefix: parameterPrefix(index) };
    return traceModel(configuration, sizes, options).decoder;
  });
  return { decoders, mask };
}

/**
 * Traces models and the search with them that a plan asks for.
 * @param copies as for `bindDecoders`
 */
export function searchFor(
  configurations: readonly Configuration[],
  sizes: VocabularySizes,
  source: Tensor,
  demands: Demands,
  plan: SearchPlan,
  copies?: Tensor,
): Found {
  const { decoders, mask } = bindDecoders(configurations, sizes, source, copies);
  const problem: Problem = { decoders, source, mask: transpose(mask), demands };
  return plan.sampling === undefined && plan.places > 1 ? beamSearch(problem, plan) : walk(problem, plan);
}
