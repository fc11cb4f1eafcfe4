import {
  add,
  argMax,
  cast,
  constant,
  equal,
  exp,
  greater,
  input,
  less,
  log,
  loop,
  max,
  neg,
  not,
  or,
  squeeze,
  sub,
  sum,
  type Tensor,
  toOnnx,
  where,
  zeros,
} from "../graph/index.ts";
import type { Configuration } from "../seq2seq/configuration.ts";
import { traceModel, type VocabularySizes } from "../seq2seq/model.ts";
import { BOS, EOS, PAD } from "../text/index.ts";

/**
 * Greedy search as one graph: at each step the likeliest token, until every sentence of the batch has written
 * `</s>` or reached its maximum length. A sentence that has ended writes padding of probability 1.
 *
 * Inputs: `source` `[S, B]` int32, `sourceMask` `[S, B]`, `maximumLength` `[B]` (steps, int64). Outputs, with T
 * the steps made: `ids` `[T, B]` int32; `logProbabilities` `[T, B]` of those tokens, in nats; and, for a model
 * with attention, `attention` `[T, B, S]`.
 *
 * @param weights the parameters' values by name: they become part of the graph, so that the runtime packs them once;
 * without them the parameters are inputs
 */
export function greedyGraph(
  configuration: Configuration,
  sizes: VocabularySizes,
  weights?: ReadonlyMap<string, Float32Array>,
): Uint8Array {
  const { decoder, source } = traceModel(configuration, sizes);
  const start = add(zeros(["B"], source, "int32"), BOS);
  const unfinished = greater(start, BOS); // all false
  const initial = [start, unfinished, ...decoder.initial];
  const limits = input("maximumLength", ["B"], "int64");

  const { outputs } = loop(
    { initial, maximum: max(limits), length: "T" },
    (step, [token, finished, ...states]) => {
      const { logits, states: next, weights: attention } = decoder.step(decoder.embed(token!), states);
      const best = where(finished!, PAD, cast(argMax(logits), "int32")); // [B]
      const probability = where(finished!, 0, largestLogProbability(logits));
      const isFull = not(less(add(step, 1), limits));
      const ended = or(finished!, or(equal(best, EOS), isFull));
      return {
        states: [best, ended, ...next],
        condition: greater(sum(cast(not(ended), "float32")), constant(0)),
        outputs: [best, probability, ...(attention ? [squeeze(attention, 1)] : [])],
      };
    },
  );
  const [ids, logProbabilities, attention] = outputs as [Tensor, Tensor, Tensor | undefined];
  return toOnnx({ ids, logProbabilities, ...(attention && { attention }) }, weights && { weights });
}

/** log softmax(logits) at its largest element: `[B, V]` → `[B]`. */
function largestLogProbability(logits: Tensor): Tensor {
  const top = max(logits, { axes: [-1], keepAxes: true });
  return neg(log(sum(exp(sub(logits, top)), { axes: [-1] })));
}
