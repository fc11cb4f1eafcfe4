import type { Skipped } from "../data/index.ts";
import type { Overlap } from "../data/overlap.ts";
import type { Remarks } from "../data/pair.ts";
import { counted, grouped } from "./table.ts";

/** What was left out, in words: the noun that is counted, and why. */
const reasons: readonly (readonly [reason: keyof Skipped, noun: string, why: string])[] = [
  ["header", "line", " read as a header"],
  ["blank", "empty line", " skipped"],
  ["empty", "line", " skipped that lack the source or the target"],
  ["language", "unit", " skipped that lack one of the two languages"],
  ["untranslated", "entry", " skipped without a translation"],
  ["fuzzy", "fuzzy entry", " skipped"],
  ["obsolete", "obsolete entry", " skipped"],
  ["plural", "entry", " skipped with plural forms"],
  ["invalid", "pair", " left out with invalid characters (data.clean.invalid)"],
  ["length", "pair", " left out for the length (data.clean.minimumCharacters, maximumCharacters)"],
  ["ratio", "pair", " left out for the ratio of the lengths (data.clean.maximumRatio)"],
  ["identical", "pair", " left out whose source and target are the same (data.clean.identical)"],
  ["overlap", "pair", " left out whose source is in the dev or test pairs (data.clean.overlap)"],
  ["duplicate", "pair", " left out that were there already (data.clean.duplicates)"],
];

/** Says how many places in a file gave no pair or were left out, and why. */
export function skippedNotices(skipped: Skipped): string[] {
  return reasons.flatMap(([reason, noun, why]) => {
    const count = skipped[reason] ?? 0;
    return count > 0 ? [`${counted(count, noun)}${why}`] : [];
  });
}

/** Says what was found in pairs that were kept. */
export function remarkNotices({ markup, invalid }: Remarks, { removed }: { removed: boolean }): string[] {
  return [
    ...(markup > 0 ? [`${counted(markup, "pair")} had markup, which became text`] : []),
    ...(invalid > 0
      ? [
          removed
            ? `${counted(invalid, "pair")} had invalid characters, which were removed or replaced`
            : `warning: invalid characters (controls, U+FFFD, lone surrogates) in ${counted(invalid, "pair")}; ` +
              "data.clean.invalid takes them out, henkan data stats shows them",
        ]
      : []),
  ];
}

/** Says how many of the pairs that score a model are also trained on; nothing if none are. */
export function overlapNotices(part: "dev" | "test", overlap: Overlap | null): string[] {
  if (overlap === null || overlap.source + overlap.target === 0) return [];
  const { pairs, source, target, pair } = overlap;
  return [
    `warning: of ${counted(pairs, `${part} pair`)}, ${grouped(source)} have a source that is trained on, ` +
      `${grouped(target)} a target, and ${grouped(pair)} are trained on as they are`,
  ];
}
