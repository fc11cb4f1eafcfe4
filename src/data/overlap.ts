import type { Pair } from "./pair.ts";

/** How many of some pairs are also trained on. */
export interface Overlap {
  /** Of how many pairs. */
  readonly pairs: number;
  /** Pairs whose source is a source that is trained on. */
  readonly source: number;
  /** Pairs whose target is a target that is trained on. */
  readonly target: number;
  /** Pairs that are trained on as they are. */
  readonly pair: number;
}

/** Finds how many dev or test pairs are also trained on, while the training pairs go by: memory holds the former alone. */
export class OverlapCounter {
  private readonly pairs: number;
  /** How many pairs have each text, until it was met. */
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

  /** Takes a pair that is trained on. */
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
