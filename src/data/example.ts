import { EOS, type Tokenizer } from "../text/index.ts";
import type { Pair } from "./pair.ts";

/** A pair as ids. */
export interface Example {
  /** x¹ … x^S, the last of them `</s>`; no `<s>`. */
  source: Int32Array;
  /** y¹ … y^T, the last of them `</s>`; no `<s>`. */
  target: Int32Array;
}

export interface LengthLimits {
  /** The most tokens of a source, `</s>` not counted (default no limit). */
  sourceLimit?: number;
  /** The most tokens of a target, `</s>` not counted (default no limit). */
  targetLimit?: number;
}

export interface EncodedPairs {
  examples: Example[];
  /** The pairs of the examples, in the same order. */
  pairs: Pair[];
  /** Pairs left out, because a side is longer than its limit. */
  skipped: { tooLong: number };
}

/** Encodes pairs and leaves out those that are too long. */
export function encodePairs(
  pairs: Iterable<Pair>,
  sourceTokenizer: Tokenizer,
  targetTokenizer: Tokenizer,
  { sourceLimit = Number.POSITIVE_INFINITY, targetLimit = Number.POSITIVE_INFINITY }: LengthLimits = {},
): EncodedPairs {
  const encoded: EncodedPairs = { examples: [], pairs: [], skipped: { tooLong: 0 } };
  for (const pair of pairs) {
    const source = sourceTokenizer.encode(pair.source);
    const target = targetTokenizer.encode(pair.target);
    if (source.length > sourceLimit || target.length > targetLimit) {
      encoded.skipped.tooLong++;
    } else {
      encoded.examples.push({ source: withEnd(source), target: withEnd(target) });
      encoded.pairs.push(pair);
    }
  }
  return encoded;
}

function withEnd(ids: number[]): Int32Array {
  return Int32Array.from([...ids, EOS]);
}
