import { compareCodePoints } from "../code-points.ts";
import { fixedPieces } from "./fixed-pieces.ts";
import type { SegmentCounts, SubwordTrainingOptions } from "./subword-model.ts";

/** The pieces that training starts from. */
export interface InitialPieces {
  /** See `fixedPieces`. */
  readonly fixed: readonly string[];
  /** The same as a set: no piece that is spelled like one of them is learnt. */
  readonly reserved: ReadonlySet<string>;
  /** How many pieces may be learnt, the characters included. */
  readonly most: number;
  /** The characters (code points) that become pieces by themselves: the commonest first, ties by code point. */
  readonly characters: readonly string[];
}

/** The pieces that exist before any longer one is learnt. */
export function initialPieces(segments: SegmentCounts, options: SubwordTrainingOptions): InitialPieces {
  const fixed = fixedPieces(options);
  const reserved = new Set(fixed);
  const most = Math.max(0, options.size - fixed.length);
  const characters = coveringCharacters(segments, options.characterCoverage, reserved).slice(0, most);
  return { fixed, reserved, most, characters };
}

/** The commonest characters that together cover a share of the text, in (0, 1]. */
function coveringCharacters(
  segments: SegmentCounts,
  coverage: number,
  reserved: ReadonlySet<string>,
): string[] {
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
    if (covered >= coverage * total) break;
    kept.push(character);
    covered += count;
  }
  return kept;
}
