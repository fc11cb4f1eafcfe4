import type { HostTensors } from "../runtime/index.ts";
import type { Model } from "../seq2seq/model.ts";
import { EOS, PAD, type Tokenizer, UNK } from "../text/index.ts";

/** An output that a search has found. */
export interface Hypothesis {
  readonly text: string;
  /** What hypotheses are ranked by: log P over the length penalty, with the other penalties that were requested. */
  readonly score: number;
  /** log P(text | source), natural, `</s>` included. */
  readonly logProbability: number;
  /** The tokens of the output, without `</s>`. */
  readonly tokens: readonly string[];
  /** log P of each token and of `</s>`, given those before it. */
  readonly tokenLogProbabilities: readonly number[];
  /**
   * For each token and `</s>` the weights over the source's tokens and its `</s>`: rows that add up to 1. Null for a
   * model without attention.
   */
  readonly attention: readonly (readonly number[])[] | null;
}

/** The source line that hypotheses are outputs for. */
export interface SourceLine {
  readonly line: string;
  readonly tokens: readonly string[];
  /** With `</s>`. */
  readonly ids: Int32Array;
  /** True where the line was longer than `source.maximumLength` and was cut. */
  readonly truncated: boolean;
  /** The tokens that the output begins with, as requested. */
  readonly prefix: readonly string[];
}

/**
 * Reads the hypotheses of one sentence from a search graph's outputs (see `SearchOutput`), best first, each once.
 * @param b the sentence's index in the batch
 * @param replaceUnknown writes the most attended source token in place of `<unk>`
 */
export function readHypotheses(
  found: HostTensors,
  b: number,
  { target }: Pick<Model, "target">,
  source: SourceLine,
  replaceUnknown = false,
): Hypothesis[] {
  const [N, T] = found.ids!.shape.slice(1) as [number, number];
  const ids = found.ids!.data as Int32Array;
  const [logP, scores, attention] = [found.logProbabilities, found.scores, found.attention].map(
    (tensor) => tensor?.data as Float32Array,
  );
  const S = found.attention?.shape[3] ?? 0;
  const hypotheses: Hypothesis[] = [];
  const known = new Set<string>();
  for (let n = 0; n < N; n++) {
    const at = (b * N + n) * T;
    const end = ids.subarray(at, at + T).indexOf(PAD);
    const own = ids.subarray(at, end < 0 ? at + T : at + end); // with </s>
    if (own.length === 0 || known.has(own.join())) continue;
    known.add(own.join());
    const written = own.subarray(0, own.at(-1) === EOS ? -1 : undefined);
    const tokenLogProbabilities = Array.from(logP!.subarray(at, at + own.length));
    const rows =
      attention &&
      Array.from(own, (_, t) => {
        const from = (at + t) * S;
        return Array.from(attention.subarray(from, from + source.ids.length));
      });
    const { tokens, text } = writtenTokens(written, target, source, replaceUnknown ? rows : undefined);
    hypotheses.push({
      text,
      score: scores![b * N + n]!,
      logProbability: tokenLogProbabilities.reduce((sum, one) => sum + one, 0),
      tokens,
      tokenLogProbabilities,
      attention: rows ?? null,
    });
  }
  return hypotheses.sort((a, c) => c.score - a.score);
}

/** A list with one entry per token, turned from writing order into reading order or back. */
export function turned<T>({ configuration }: Pick<Model, "configuration">, list: readonly T[]): readonly T[] {
  return configuration.decoder.reversed ? list.toReversed() : list;
}

/**
 * The tokens and the text of ids. An id that the vocabulary does not have is a token copied from the source (see
 * `ExtendedVocabulary`). Unknown tokens of a requested prefix are written as requested.
 * @param attention of each id, if other unknown tokens are to become the most attended source token
 */
export function writtenTokens(
  ids: ArrayLike<number>,
  target: Tokenizer,
  source: SourceLine,
  attention?: readonly (readonly number[])[],
): { tokens: string[]; text: string } {
  const replaced = Array.from(ids, (id, t) => {
    if (id >= target.vocabulary.size) return source.tokens[id - target.vocabulary.size]!;
    if (id !== UNK) return undefined;
    return source.prefix[t] ?? (attention && attended(attention[t]!, source.tokens));
  });
  const tokens = replaced.map((token, t) => token ?? target.vocabulary.token(ids[t]!));
  if (replaced.every((token) => token === undefined)) return { tokens, text: target.decode(ids) };
  const unknown = target.decode([UNK]);
  const shown = tokens.map((token, t) => (ids[t] === UNK && replaced[t] === undefined ? unknown : token));
  return { tokens, text: target.detokenize(shown) };
}

/** The source token with the largest weight. */
function attended(weights: readonly number[], tokens: readonly string[]): string {
  const own = weights.slice(0, tokens.length);
  return tokens[own.indexOf(Math.max(...own))]!;
}
