import type { Pair } from "./pair.ts";

/** How many of some pairs also occur in the training data. */
export interface Overlap {
  /** The number of pairs compared. */
  readonly pairs: number;
  /** Pairs whose source is also a training source. */
  readonly source: number;
  /** Pairs whose target is also a training target. */
  readonly target: number;
  /** Pairs that are also training pairs. */
  readonly pair: number;
}

/** Counts dev or test pairs that also occur in a stream of training pairs. Memory holds only the dev or test pairs. */
export class OverlapCounter {
  private readonly pairs: number;
  /** How many pairs have each text that was not met yet. */
  private readonly unmet = {
    source: new Map<string, number>(),
    target: new Map<string, number>(),
    pair: new Map<string, number>(),
  };
  private readonly met = { source: 0, target: 0, pair: 0 };

  /** @param held the dev or test pairs */
  constructor(held: readonly Pair[]) {
    this.pairs = held.length;
    for (const one of held) {
      for (const [kind, text] of texts(one)) {
        this.unmet[kind].set(text, (this.unmet[kind].get(text) ?? 0) + 1);
      }
    }
  }

  /** Takes a training pair. */
  meet(trained: Pair): void {
    for (const [kind, text] of texts(trained)) {
      const count = this.unmet[kind].get(text);
      if (count === undefined) continue;
      this.met[kind] += count;
      this.unmet[kind].delete(text);
    }
  }

  get overlap(): Overlap {
    return { pairs: this.pairs, ...this.met };
  }
}

function texts({ source, target }: Pair): [kind: "source" | "target" | "pair", text: string][] {
  return [
    ["source", source],
    ["target", target],
    ["pair", `${source.length} ${source}${target}`],
  ];
}
