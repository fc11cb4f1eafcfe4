/** Batches that count: one of so many batches ago counts for 1/e. */
const memory = 50;

/** Kinds of batches that are remembered; those that were seen last. */
const mostKinds = 256;

/** What a batch costs: `fixed` seconds, and `perToken` seconds for each of its tokens. */
export interface Cost {
  readonly fixed: number;
  readonly perToken: number;
}

/** Exponentially fading sums over batches of n tokens and s seconds. */
class Observed {
  private count = 0;
  private n = 0;
  private s = 0;
  private nn = 0;
  private ns = 0;

  add(tokens: number, seconds: number): void {
    const kept = 1 - 1 / memory;
    this.count = kept * this.count + 1;
    this.n = kept * this.n + tokens;
    this.s = kept * this.s + seconds;
    this.nn = kept * this.nn + tokens * tokens;
    this.ns = kept * this.ns + tokens * seconds;
  }

  /** The line of least squares, neither part of it below 0. */
  get line(): Cost {
    const [tokens, seconds] = [this.n / this.count, this.s / this.count];
    const variance = this.nn / this.count - tokens * tokens;
    // Batches of like sizes do not tell the parts from each other: half of the cost is taken to be fixed.
    if (variance < (0.05 * tokens) ** 2) return { fixed: seconds / 2, perToken: seconds / 2 / tokens };
    const slope = (this.ns / this.count - tokens * seconds) / variance;
    const perToken = Math.min(Math.max(slope, 0), seconds / tokens);
    return { fixed: Math.max(0, seconds - perToken * tokens), perToken };
  }
}

/**
 * How long batches take, learnt from those that were computed: a straight line over their tokens for each kind, such as a
 * model with certain options. A kind that was never seen is taken to be like all others together.
 */
export class CostModel {
  private readonly kinds = new Map<string, Observed>();
  private readonly all = new Observed();
  private readonly first: Cost;

  /** @param first before any batch was computed */
  constructor(first: Cost = { fixed: 0.005, perToken: 5e-5 }) {
    this.first = first;
  }

  add(kind: string, tokens: number, seconds: number): void {
    const observed = this.kinds.get(kind) ?? new Observed();
    this.kinds.delete(kind); // comes last in the map's order
    this.kinds.set(kind, observed);
    const [oldest] = this.kinds.keys();
    if (this.kinds.size > mostKinds) this.kinds.delete(oldest!);
    observed.add(tokens, seconds);
    this.all.add(tokens, seconds);
    this.isEmpty = false;
  }

  private isEmpty = true;

  cost(kind: string): Cost {
    if (this.isEmpty) return this.first;
    return (this.kinds.get(kind) ?? this.all).line;
  }
}
