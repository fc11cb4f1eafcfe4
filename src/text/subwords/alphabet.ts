import { compareCodePoints } from "../code-points.ts";
import type { SegmentCounts } from "./subword-model.ts";

export interface AlphabetLimits {
  /** The share of the text that the characters make up at least, in (0, 1]. */
  readonly coverage: number;
  /** The most characters. */
  readonly most: number;
  /** Characters that are no pieces. */
  readonly reserved: ReadonlySet<string>;
}

/** The characters (code points) that become pieces by themselves: the commonest first, equals by code point. */
export function alphabetOf(segments: SegmentCounts, { coverage, most, reserved }: AlphabetLimits): string[] {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [segment, count] of segments) {
    for (const character of segment) {
      counts.set(character, (counts.get(character) ?? 0) + count);
      total += count;
    }
  }
  const ranked = [...counts]
    .filter(([character]) => !reserved.has(character))
    .sort(([a, countA], [b, countB]) => countB - countA || compareCodePoints(a, b));
  const kept: string[] = [];
  let covered = 0;
  for (const [character, count] of ranked) {
    if (covered >= coverage * total || kept.length >= most) break;
    kept.push(character);
    covered += count;
  }
  return kept;
}
