import { DataError } from "../errors.ts";

/** Tokens and their attention weights, as a translation gives them. */
export interface Alignment {
  readonly sourceTokens: readonly string[];
  readonly tokens: readonly string[];
  /** Weights [T][S], a row for each output token; each row adds up to 1. Either side may include its `</s>`. */
  readonly attention: readonly (readonly number[])[];
}

/** The end of a sequence, which has its own weights but is not listed among the tokens. */
export const endLabel = "</s>";

/**
 * The labels of a matrix of attention: the tokens of both sides, with white space made visible, and `</s>` if
 * there is one more weight than tokens.
 * @throws {DataError} where the sizes do not fit
 */
export function attentionLabels({ sourceTokens, tokens, attention }: Alignment): {
  columns: string[];
  rows: string[];
} {
  const rows = labels("output", tokens, attention.length);
  const S = attention[0]?.length ?? sourceTokens.length;
  const ragged = attention.findIndex((row) => row.length !== S);
  if (ragged >= 0) {
    throw new DataError(
      `attention: row ${ragged + 1} has ${attention[ragged]!.length} weights, the first has ${S}`,
    );
  }
  return { columns: labels("source", sourceTokens, S), rows };
}

function labels(side: string, tokens: readonly string[], count: number): string[] {
  if (count !== tokens.length && count !== tokens.length + 1) {
    throw new DataError(
      `attention: weights for ${count} ${side} tokens, but there are ${tokens.length}: expected as many, or one more ` +
        "for </s>",
    );
  }
  return [...tokens.map(visibleToken), ...(count > tokens.length ? [endLabel] : [])];
}

/** A token with its white space and control characters made visible. */
export function visibleToken(token: string): string {
  return token.replace(/\s/gu, "␣").replace(/\p{Cc}/gu, "\ufffd");
}
