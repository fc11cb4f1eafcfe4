import type { EpochPlan } from "../data/index.ts";

/** What one update is made of. */
export interface PlannedUpdate {
  /** For each of its batches the numbers of its examples, [B]. */
  readonly batches: readonly Int32Array[];
  /** The share of the epoch that is done before it, and after it. */
  readonly before: number;
  readonly after: number;
}

/**
 * The updates of an epoch: groups of `accumulation` batches, of which the last in a window may be smaller. Windows count
 * alike in the shares, which hold no more than a window's plan to know.
 */
export function* epochUpdates(
  plan: EpochPlan,
  accumulation: number,
): Generator<PlannedUpdate, void, undefined> {
  const { windows } = plan;
  for (let window = 0; window < windows; window++) {
    const groups = groupByUpdate(plan.batches(window), accumulation);
    for (const [index, batches] of groups.entries()) {
      const share = (updates: number) => (window + updates / groups.length) / windows;
      yield { batches, before: share(index), after: share(index + 1) };
    }
  }
}

/** How many updates an epoch has: of several windows an estimate, from the first. */
export function countUpdates(plan: EpochPlan, accumulation: number): number {
  return plan.windows * groupByUpdate(plan.batches(0), accumulation).length;
}

/** How many epochs a run has. Where `training.epochs` is left out: enough for 5,000 updates, at least 5 and at most 200. */
export function countEpochs(
  training: { readonly epochs?: number | undefined },
  updatesPerEpoch: number,
): number {
  return training.epochs ?? Math.min(Math.max(Math.ceil(5000 / updatesPerEpoch), 5), 200);
}

function groupByUpdate<Rows>(batches: readonly Rows[], accumulation: number): Rows[][] {
  const updates = Math.ceil(batches.length / accumulation);
  return Array.from({ length: updates }, (_, n) => batches.slice(n * accumulation, (n + 1) * accumulation));
}
