import { writtenTokens } from "../search/hypothesis.ts";
import type { EncodedRequest } from "../search/request.ts";
import type { Model } from "../seq2seq/model.ts";
import { EOS } from "../text/index.ts";
import type { Grown } from "./grown-hypothesis.ts";
import type { TracedOutput } from "./search-trace.ts";

/** The text of a token that the decoder may write: of the vocabulary, `</s>`, or copied from the source. */
export function tokenText({ target }: Model, source: EncodedRequest, token: number): string {
  const { vocabulary } = target;
  return token < vocabulary.size ? vocabulary.token(token) : source.tokens[token - vocabulary.size]!;
}

/** The output that a finished hypothesis is, as the production's search gives it. */
export function outputOf(model: Model, source: EncodedRequest, last: Grown): Omit<TracedOutput, "last"> {
  const path: Grown[] = [];
  for (let one: Grown | undefined = last; one !== undefined; one = one.parent) path.unshift(one);
  const ids = path.map(({ token }) => token);
  const read = asRead(model, path);
  const { tokens, text } = writtenTokens(
    asRead(model, ids).filter((id) => id !== EOS),
    model.target,
    source,
  );
  const tokenLogProbabilities = read.map(({ logProbability }) => logProbability);
  return {
    text,
    score: last.score!,
    logProbability: tokenLogProbabilities.reduce((sum, one) => sum + one, 0),
    tokens,
    tokenLogProbabilities,
    attention: last.attention === undefined ? null : read.map(({ attention }) => Array.from(attention!)),
    ids,
  };
}

/** One entry a token, `</s>` last, in reading order: a decoder may write from the end. Its own inverse. */
function asRead<T>({ configuration }: Pick<Model, "configuration">, written: readonly T[]): readonly T[] {
  return configuration.decoder.reversed ? [...written.slice(0, -1).reverse(), ...written.slice(-1)] : written;
}
