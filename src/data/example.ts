import { ExtendedVocabulary } from "../text/extended-vocabulary.ts";
import { EOS, type Tokenizer } from "../text/index.ts";
import type { Pair } from "./pair.ts";

/** A pair as ids. */
export interface Example {
  /** x¹ … x^S, the last of them `</s>`; no `<s>`. */
  source: Int32Array;
  /** y¹ … y^T, the last of them `</s>`; no `<s>`. With `copies` these are ids of an `ExtendedVocabulary`. */
  target: Int32Array;
  /** [S] the id as which each source token is copied, for a decoder that may copy. */
  copies?: Int32Array;
}

export interface EncodingOptions {
  /** The most tokens of a source, `</s>` not counted (default no limit). */
  sourceLimit?: number;
  /** The most tokens of a target, `</s>` not counted (default no limit). */
  targetLimit?: number;
  /** Whether a target may have tokens that only its source has, not the vocabulary (default no: they are unknown). */
  copying?: boolean | undefined;
}

export interface EncodedPairs {
  examples: Example[];
  /** The pairs of the examples, in the same order. */
  pairs: Pair[];
  /** Pairs left out because a side is longer than its limit. */
  skipped: { tooLong: number };
}

/** Encodes pairs and leaves out those that are too long. */
export function encodePairs(
  pairs: Iterable<Pair>,
  sourceTokenizer: Tokenizer,
  targetTokenizer: Tokenizer,
  options: EncodingOptions = {},
): EncodedPairs {
  const {
    sourceLimit = Number.POSITIVE_INFINITY,
    targetLimit = Number.POSITIVE_INFINITY,
    copying = false,
  } = options;
  const encoded: EncodedPairs = { examples: [], pairs: [], skipped: { tooLong: 0 } };
  for (const pair of pairs) {
    const source = sourceTokenizer.encode(pair.source);
    const extended = copying
      ? new ExtendedVocabulary(targetTokenizer.vocabulary, sourceTokenizer.tokens(pair.source))
      : undefined;
    const target = extended?.ids(targetTokenizer.tokens(pair.target)) ?? targetTokenizer.encode(pair.target);
    if (source.length > sourceLimit || target.length > targetLimit) {
      encoded.skipped.tooLong++;
    } else {
      encoded.examples.push({
        source: withEnd(source),
        target: withEnd(target),
        ...(extended && { copies: extended.copies }),
      });
      encoded.pairs.push(pair);
    }
  }
  return encoded;
}

function withEnd(ids: number[]): Int32Array {
  return Int32Array.from([...ids, EOS]);
}
