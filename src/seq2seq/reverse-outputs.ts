import { cast, greater, maximum, reverseSequences, sub, sum, type Tensor } from "../graph/index.ts";
import { PAD } from "../text/index.ts";

/**
 * Reverses all tokens before the `</s>` of each output: from reading order to the order in which a decoder writes from
 * the end, and back.
 * @param x values for each token, `[T, B, …]`
 * @param ids the tokens, `[T, B]` integers: `</s>` at the end of each output, then PAD
 * @returns `[T, B, …]`
 */
export function reverseOutputs(x: Tensor, ids: Tensor): Tensor {
  const withEnd = sum(cast(greater(ids, PAD), "int64"), { axes: [0] }); // [B]
  return reverseSequences(x, maximum(sub(withEnd, 1), 1)); // a single token stays in place
}
