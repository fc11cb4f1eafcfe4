import { readLinesFile } from "../../data/files.ts";
import { ConfigError, DataError } from "../../errors.ts";
import {
  type AlignmentQuality,
  type AttentionRows,
  type AttentionStatistics,
  alignmentErrorRate,
  attentionStatistics,
  hardAlignment,
  parseAlignments,
  type WordAlignment,
} from "../../metrics/index.ts";
import { createScorer } from "../../search/scorer.ts";
import type { ModelOnPairs } from "../outputs.ts";
import { formatTable } from "../table.ts";

/** Statistics of a model's attention while it is fed the targets of pairs. */
export interface AttentionQuality extends AttentionStatistics {
  /** Its strongest links compared with gold links; null if none were given. */
  readonly alignment: AlignmentQuality | null;
}

/** The number of pairs whose attention is in memory at once. */
const pairsAtOnce = 512;

/**
 * Measures a model's attention under forced decoding, that is, while it writes the given targets.
 * @param goldPath a file of gold links in Pharaoh's form, one line for each pair
 * @throws {ConfigError} where the model has no attention
 * @throws {DataError} where there are not as many lines of links as pairs
 */
export async function measureAttention(
  { folder, model, runtime, pairs, pairsPath }: ModelOnPairs,
  goldPath: string | undefined,
): Promise<AttentionQuality> {
  const { kind } = model.configuration.context;
  if (kind !== "attention") {
    throw new ConfigError(
      `--attention: ${folder} has no attention (context.kind "${kind}"): leave it out, or train a model with ` +
        'context.kind "attention"',
    );
  }
  const gold = goldPath === undefined ? undefined : parseAlignments(await readLinesFile(goldPath));
  if (gold !== undefined && gold.length !== pairs.length) {
    throw new DataError(
      `${goldPath}: ${gold.length} lines of links for ${pairs.length} pairs in ${pairsPath}: expected one for each pair`,
    );
  }
  const scorer = await createScorer(model, runtime);
  const attentions: AttentionRows[] = [];
  const found: WordAlignment[] = [];
  for (let at = 0; at < pairs.length; at += pairsAtOnce) {
    for (const { attention, sourceTokens, tokens } of await scorer.scorePairs(
      pairs.slice(at, at + pairsAtOnce),
    )) {
      attentions.push(attention!);
      found.push(hardAlignment(attention!, { sourceTokens: sourceTokens.length, tokens: tokens.length }));
    }
  }
  return {
    ...attentionStatistics(attentions),
    alignment: gold === undefined ? null : alignmentErrorRate(found, gold),
  };
}

/** Formats a table: each number and what it means. */
export function formatAttention({
  entropy,
  normalizedEntropy,
  monotone,
  kendallTau,
  alignment,
}: AttentionQuality): string {
  const rows = [
    [entropy.toFixed(3), "mean entropy of attention, bits: 0 where it looks at one token alone"],
    [normalizedEntropy.toFixed(3), "the same over its most, log₂ of the source's tokens"],
    ...(monotone === null
      ? []
      : [
          [
            `${(100 * monotone).toFixed(1)} %`,
            "of steps on which the token looked at most does not lie further back",
          ],
        ]),
    ...(kendallTau === null
      ? []
      : [[kendallTau.toFixed(3), "Kendall's τ of target and source positions: 1 from left to right"]]),
    ...(alignment === null
      ? []
      : [
          [alignment.errorRate.toFixed(2), "alignment error rate, %, against the gold links"],
          [alignment.precision?.toFixed(2) ?? "", "% of its links that are gold"],
          [alignment.recall?.toFixed(2) ?? "", "% of sure gold links that it has"],
        ]),
  ];
  return formatTable(rows, "rl");
}
