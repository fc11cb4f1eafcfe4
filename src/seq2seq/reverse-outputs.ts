import { cast, greater, maximum, reverseSequences, sub, sum, type Tensor } from "../graph/index.ts";
import { PAD } from "../text/index.ts";

/**
 * Outputs with all that stands before their `</s>` in the opposite order: from the order in which they are read to that
 * in which a decoder writes them from their end, and back.
 * @param x what belongs to each token, `[T, B, …]`
 * @param ids the tokens, `[T, B]` integers: `</s>` at the end of each output, PAD behind
 * @returns `[T, B, …]`
 */
export function reverseOutputs(x: Tensor, ids: Tensor): Tensor {
  const withEnd = sum(cast(greater(ids, PAD), "int64"), { axes: [0] }); // [B]
  return reverseSequences(x, maximum(sub(withEnd, 1), 1)); // one alone stays where it is
}
