import {
  add,
  and,
  cast,
  concat,
  constant,
  cumulativeSum,
  equal,
  expandDims,
  greater,
  less,
  mul,
  pickColumns,
  range,
  relabel,
  reshape,
  sizesOf,
  slice,
  squeeze,
  sub,
  sum,
  type Tensor,
  topK,
  where,
} from "../../graph/index.ts";
import { PAD } from "../../text/index.ts";
import type { SearchPlan } from "../search-plan.ts";
import { alive, dead } from "./rank.ts";

/** The candidates that survive if there is room, `[B, K]` each: their indices among all candidates, and ranks. */
export interface Selection {
  readonly indices: Tensor;
  readonly ranks: Tensor;
}

/**
 * The best candidates by rank. Groups choose one after the other, and each steers away from the tokens that earlier
 * groups have taken (Vijayakumar 2018).
 * @param ranks `[B, K·P]`, with the ranks of a group side by side
 * @param room `[B, G]` int64
 * @param diversity `[B, 1]`, where there is more than one group
 */
export function selectInGroups(
  ranks: Tensor,
  tokens: Tensor,
  room: Tensor,
  { slots, groups }: SearchPlan,
  diversity?: Tensor,
): Selection {
  if (groups === 1) {
    const { values, indices } = topK(ranks, slots);
    return { indices, ranks: values };
  }
  const perGroup = slots / groups;
  const byGroup = (x: Tensor) => reshape(x, ["B", groups, "P*K/G"]);
  const [ranksOf, tokensOf] = [byGroup(ranks), byGroup(tokens)];
  const count = squeeze(sizesOf(ranksOf, [2]), 0);
  const part = (x: Tensor, g: number) => squeeze(slice(x, 1, g, g + 1), 1);
  const positions = constant([...Array(perGroup).keys()], "int64", [1, perGroup]);
  let taken: Tensor | undefined; // [B, n] tokens
  const parts = Array.from({ length: groups }, (_, g): Selection => {
    const [own, ownTokens] = [part(ranksOf, g), part(tokensOf, g)];
    const same = taken && cast(equal(expandDims(ownTokens, -1), expandDims(taken, 1)), "float32");
    const steered = same ? sub(own, mul(sum(same, { axes: [-1] }), diversity!)) : own;
    const { indices } = topK(steered, perGroup);
    const values = pickColumns(own, indices);
    const kept = and(greater(values, alive), less(positions, slice(room, 1, g, g + 1)));
    const now = where(kept, pickColumns(ownTokens, indices), PAD);
    taken = relabel(taken ? concat([taken, now]) : now, ["B", "taken"]);
    return { indices: add(indices, mul(count, g)), ranks: values };
  });
  return {
    indices: concat(parts.map(({ indices }) => indices)),
    ranks: concat(parts.map(({ ranks }) => ranks)),
  };
}

/**
 * Shares the slots among banks. A candidate's bank is the number of phrase tokens that it has met. First comes the best
 * of each bank, the fullest bank first, then the second of each, and so on (Hu 2019, algorithm 1).
 * @param ranks `[B, K·P]`
 * @param banks `[B, K·P]` int64
 * @param count int64 scalar, greater than any bank
 */
export function selectByBank(ranks: Tensor, banks: Tensor, count: Tensor, slots: number): Selection {
  const sorted = topK(ranks);
  const bank = pickColumns(banks, sorted.indices);
  const isIn = cast(equal(expandDims(bank, 1), expandDims(range(count, "banks"), 1)), "float32"); // [B, banks, K·P]
  const round = sum(mul(isIn, cumulativeSum(isIn)), { axes: [1] }); // from 1
  const turn = sub(cast(bank, "float32"), mul(round, cast(count, "float32")));
  const { indices } = topK(where(greater(sorted.values, alive), turn, dead), slots);
  return { indices: pickColumns(sorted.indices, indices), ranks: pickColumns(sorted.values, indices) };
}

/** A number greater than the count of phrase tokens of any sentence, from phrases `[B, C, L]`. */
export function mostBanks(include: Tensor): Tensor {
  return squeeze(add(mul(sizesOf(include, [1]), sizesOf(include, [2])), 1), 0);
}

/** Whether each slot is free, if candidates take the slots in order: from `[B, G]` to `[B, K]` bool. */
export function hasRoom(room: Tensor, { slots, groups }: SearchPlan): Tensor {
  const perGroup = slots / groups;
  const positions = constant([...Array(perGroup).keys()], "int64", [1, perGroup]);
  if (groups === 1) return less(positions, room);
  return reshape(less(expandDims(positions, 0), expandDims(room, 2)), ["B", slots]);
}

/** `[B, K]` → `[B, G]`. */
export function sumOfGroups(x: Tensor, { slots, groups }: SearchPlan): Tensor {
  if (groups === 1) return sum(x, { axes: [-1], keepAxes: true });
  return sum(reshape(x, ["B", groups, slots / groups]), { axes: [-1] });
}
