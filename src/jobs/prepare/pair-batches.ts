import type { Pair } from "../../data/index.ts";
import type { Texts } from "./token-work.ts";

/** Pairs that a thread is given at a time: their way to it and back costs little against what it does. */
const pairsInBatch = 4096;

/** Some pairs of one dataset, as texts. */
export interface PairBatch {
  /** The dataset's number. */
  readonly from: number;
  readonly texts: Texts;
}

/** Puts pairs together, in order; a batch ends where another dataset begins. */
export async function* pairBatches(
  pairs: AsyncIterable<{ readonly from: number; readonly pair: Pair }>,
): AsyncGenerator<PairBatch, void, undefined> {
  let from = 0;
  let texts: string[] = [];
  for await (const { from: next, pair } of pairs) {
    if (texts.length > 0 && (next !== from || texts.length === 2 * pairsInBatch)) {
      yield { from, texts };
      texts = [];
    }
    from = next;
    texts.push(pair.source, pair.target);
  }
  if (texts.length > 0) yield { from, texts };
}
