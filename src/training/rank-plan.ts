import {
  type Addition,
  divide,
  type Neighbours,
  type PartialSum,
  sumsOf,
  TreeSum,
} from "../optimization/tree-sum.ts";
import { sum } from "./sum.ts";

/** What one rank has to do with an update's parts. Buffers are counted over all of its replicas. */
export interface RankPlan {
  /** Which parts each of its replicas computes. */
  readonly shares: readonly Neighbours[];
  /** The additions that it can then make by itself, in order. */
  readonly additions: readonly Addition[];
  /** The sums that are left, from left to right. */
  readonly sums: readonly PartialSum[];
}

/**
 * Shares the parts of an update among the replicas of all ranks.
 * @param replicasOf how many replicas each rank has
 * @param sumsEach how many buffers a replica has
 */
export function planRanks(parts: number, replicasOf: readonly number[], sumsEach: number): RankPlan[] {
  const shares = divide(parts, sum(replicasOf));
  let first = 0;
  return replicasOf.map((count) => {
    const own = shares.slice(first, first + count);
    first += count;
    const tree = new TreeSum();
    const additions: Addition[] = [];
    for (const [replica, share] of own.entries()) {
      for (const { buffer, ...held } of sumsOf(share)) {
        additions.push(...tree.take({ ...held, buffer: replica * sumsEach + buffer }));
      }
    }
    return { shares: own, additions, sums: [...tree.sums] };
  });
}

/** The most sums that a rank gets from others, in an update of up to `parts`. */
export function mostReceived(parts: number, replicasOf: readonly number[], rank: number): number {
  let most = 0;
  for (let count = 1; count <= parts; count++) {
    const others = planRanks(count, replicasOf, 1).filter((_, other) => other !== rank);
    most = Math.max(most, sum(others.map(({ sums }) => sums.length)));
  }
  return most;
}
