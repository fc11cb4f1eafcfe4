import { planBatches } from "./batch-plan.ts";
import { type EpochOrder, epochOrder, type Mixture } from "./epoch-order.ts";
import type { ExampleLengths } from "./example-source.ts";
import { permutation } from "./permutation.ts";

/** The most examples that are shuffled, sorted and batched together. Most corpora fit into one window. */
const examplesInWindow = 2 ** 20;

export interface EpochOptions {
  readonly seed: number;
  readonly epoch: number;
  /** See `planBatches`. */
  readonly batchTokens: number;
  /** The most examples in a window (default 2²⁰). */
  readonly window?: number | undefined;
  /** Default: each example once. */
  readonly mixture?: Mixture | undefined;
}

/**
 * The batches of an epoch, planned window by window, so that the plan takes the memory of one window whatever the size
 * of the corpus. A corpus of one window is planned as a whole. A larger one is shuffled and cut into windows of nearly
 * equal size, so each window is a random sample of the corpus. Its batches group examples of similar length.
 */
export class EpochPlan {
  readonly windows: number;
  private readonly lengths: ExampleLengths;
  private readonly options: EpochOptions;
  private readonly order: EpochOrder;
  private latest: { readonly window: number; readonly batches: Int32Array[] } | undefined;

  constructor(lengths: ExampleLengths, options: EpochOptions) {
    const { seed, epoch, window = examplesInWindow, mixture } = options;
    const order = epochOrder(lengths.count, { seed, epoch, mixture });
    this.windows = Math.max(1, Math.ceil(order.length / window));
    this.lengths = lengths;
    this.options = options;
    this.order = this.windows === 1 ? order : shuffled(order, seed, epoch);
  }

  /**
   * Plans a window, unless it is the one that was planned last.
   * @returns one array [B] of example numbers per batch
   */
  batches(window: number): readonly Int32Array[] {
    if (this.latest?.window !== window) this.latest = { window, batches: this.plan(window) };
    return this.latest.batches;
  }

  private plan(window: number): Int32Array[] {
    const { seed, epoch, batchTokens } = this.options;
    const begin = this.border(window);
    const among = new Int32Array(this.border(window + 1) - begin).map((_, i) => this.order.at(begin + i));
    return planBatches(this.lengths, { batchTokens, seed, epoch, window }, among);
  }

  private border(window: number): number {
    return Math.floor((window * this.order.length) / this.windows);
  }
}

function shuffled({ length, at }: EpochOrder, seed: number, epoch: number): EpochOrder {
  const place = permutation(length, { seed, purpose: "epoch", step: epoch });
  return { length, at: (position) => at(place(position)) };
}
