import type { WordAlignment } from "./alignment.ts";

/**
 * Links that attention stands for: each output token to its heaviest source token, the first of equal ones (Luong et
 * al. 2015, "Effective approaches to attention-based neural machine translation", section 5.4). Rows and columns
 * beyond the tokens belong to `</s>`: such a row is left out, and an output token that attends to such a column most
 * has no link.
 * @param attention weights [T][S]
 * @param sourceTokens how many source tokens there are, without `</s>`
 * @param tokens how many output tokens there are, without `</s>`
 */
export function hardAlignment(
  attention: readonly (readonly number[])[],
  { sourceTokens, tokens }: { sourceTokens: number; tokens: number },
): WordAlignment {
  const links = attention.slice(0, tokens).flatMap((row, target) => {
    const source = row.indexOf(Math.max(...row));
    return source >= 0 && source < sourceTokens ? [`${source}-${target}`] : [];
  });
  return { sure: new Set(links), possible: new Set(links) };
}
