import { gather, type Tensor } from "../graph/index.ts";
import type { Initializer } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/**
 * Declares a table of token vectors.
 *
 * @param name stands before its parameter's name, `NAME.embedding`
 * @returns `[V, E]`
 */
export function embedding(
  parameters: Parameters,
  name: string,
  [vocabulary, size]: readonly [number, number],
  initializer: Initializer,
): Tensor {
  return parameters.declare(`${name}.embedding`, [vocabulary, size], initializer);
}

/**
 * @param table `[V, E]`
 * @param ids `[…]`, int32
 * @returns `[…, E]`
 */
export function embed(table: Tensor, ids: Tensor): Tensor {
  return gather(table, ids);
}
