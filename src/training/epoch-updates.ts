import type { EpochPlan } from "../data/index.ts";

/** What one update is made of. */
export interface PlannedUpdate {
  /** For each of its batches the numbers of its examples, [B]. */
  readonly batches: readonly Int32Array[];
  /** The share of the epoch that is done before it, and after it. */
  readonly before: number;
  readonly after: number;
  /** Which update comes behind it: see `epochUpdates`. */
  readonly next: EpochPosition;
}

/** The window of an update and its number there, both counted from 0. */
export interface EpochPosition {
  readonly window: number;
  readonly index: number;
}

/**
 * The updates of an epoch: groups of `accumulation` batches, of which the last in a window may be smaller. Windows count
 * alike in the shares, which hold no more than a window's plan to know.
 * @param from the first update that is given (default: the epoch's first)
 */
export function* epochUpdates(
  plan: EpochPlan,
  accumulation: number,
  from: EpochPosition = { window: 0, index: 0 },
): Generator<PlannedUpdate, void, undefined> {
  const { windows } = plan;
  for (let { window, index } = from; window < windows; window++, index = 0) {
    const groups = groupByUpdate(plan.batches(window), accumulation);
    const share = (updates: number) => (window + updates / groups.length) / windows;
    for (; index < groups.length; index++) {
      const isLast = index + 1 === groups.length;
      const next = isLast ? { window: window + 1, index: 0 } : { window, index: index + 1 };
      yield { batches: groups[index]!, before: share(index), after: share(index + 1), next };
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
