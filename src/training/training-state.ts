import type { DevScore, EpochWeights } from "./best-epochs.ts";
import type { EndEvent } from "./events.ts";
import type { Optimizer } from "./optimizer.ts";
import type { PlateauState } from "./plateau.ts";
import type { ReporterState } from "./reporter.ts";

/**
 * All that a run is between two updates. `train` goes on from it as if it had never stopped: whatever is drawn at random
 * is keyed by its place in the run, so there is no generator to keep.
 */
export interface TrainingState {
  readonly counters: TrainingCounters;
  /**
   * The flat buffers by name: `weights`; `average`, where a running average of them is kept; `moments.NAME`, what the
   * optimizer keeps of a parameter; `best.N`, the weights after the N-th best epoch, counted from 0.
   */
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/** The part of a state that is not tensors: JSON, but for numbers that may be infinite. */
export interface TrainingCounters {
  /** The epoch in hand, counted from 1; those before it are over and scored. */
  readonly epoch: number;
  /** The next update of the epoch: its window, and its number there, both counted from 0. */
  readonly window: number;
  readonly index: number;
  /** Updates that are made, over the whole run. */
  readonly update: number;
  /** Of the last update. */
  readonly loss: number;
  readonly rate: number;
  /** The lowest dev loss of all epochs that are over, diverged ones too; null before the first. */
  readonly lowest: number | null;
  /** Why no more updates are made; "epochs" as long as there are some to make. */
  readonly reason: Exclude<EndEvent["reason"], "interrupted">;
  /** Into how many parts each batch is cut; missing where it was made by a version that did not cut. */
  readonly microBatches?: number;
  readonly plateau: PlateauState;
  /** The epochs whose weights are kept, the best first. */
  readonly ranking: readonly (DevScore & { readonly epoch: number })[];
  readonly report: ReporterState;
}

/** A copy of a run's state. */
export function stateOf(
  optimizer: Optimizer,
  ranking: readonly EpochWeights[],
  counters: Omit<TrainingCounters, "ranking">,
): TrainingState {
  const tensors = [
    ...liveBuffers(optimizer),
    ...ranking.map((kept, n) => [`best.${n}`, kept.values] as const),
  ];
  return {
    counters: { ...counters, ranking: ranking.map(({ epoch, score, loss }) => ({ epoch, score, loss })) },
    tensors: new Map(tensors.map(([name, data]) => [name, data.slice()])),
  };
}

/** Gives an optimizer the weights and moments of a state. */
export function restore({ tensors }: TrainingState, optimizer: Optimizer): void {
  for (const [name, data] of liveBuffers(optimizer)) data.set(tensors.get(name)!);
}

/** The best epochs of a state, with their weights. */
export function rankingOf({ counters, tensors }: TrainingState): EpochWeights[] {
  return counters.ranking.map((dev, n) => ({ ...dev, values: tensors.get(`best.${n}`)!.slice() }));
}

/** The buffers that updates change, by name. */
export function liveBuffers({
  values,
  averaged,
  moments,
}: Optimizer): (readonly [name: string, data: Float32Array])[] {
  return [
    ["weights", values],
    ...(averaged === values ? [] : [["average", averaged] as const]),
    ...[...moments].map(([name, data]) => [`moments.${name}`, data] as const),
  ];
}
