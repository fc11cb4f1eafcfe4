import { CharacterCounts } from "../../src/data/character-counts.ts";
import { codePointLength } from "../../src/data/code-points.ts";
import type { Pair } from "../../src/data/index.ts";
import { LengthCounts } from "../../src/data/length-counts.ts";
import { chooseTokenizerKind } from "../../src/text/index.ts";
import type { Reading, ReadSide, Remark } from "./reading.ts";

/** Below it a model learns by heart. */
const few = 200;

/** The default of `maximumLength`, in tokens, where each character may be one. */
const longest = 200;

/** What to know before training on these pairs. */
export function remarksOn(pairs: readonly Pair[], dev: readonly Pair[], countDuplicates: boolean): Remark[] {
  const remarks: Remark[] = [];
  if (pairs.length < few) remarks.push({ kind: "few", pairs: pairs.length });
  if (dev.length === 0) remarks.push({ kind: "noDev" });
  const isLong = (text: string) => text.length > longest && countTokens(text) > longest;
  const long = pairs.filter(({ source, target }) => isLong(source) || isLong(target)).length;
  if (long > 0) remarks.push({ kind: "long", pairs: long, limit: longest });
  const targets = new Map<string, string>();
  const several = new Set<string>();
  let duplicates = 0;
  for (const { source, target } of pairs) {
    const known = targets.get(source);
    if (known === undefined) targets.set(source, target);
    else if (known === target) duplicates++;
    else several.add(source);
  }
  if (several.size > 0) remarks.push({ kind: "severalTargets", sources: several.size });
  if (countDuplicates && duplicates > 0) remarks.push({ kind: "duplicates", pairs: duplicates });
  return remarks;
}

/** Words, or characters where there are no spaces. */
function countTokens(text: string): number {
  const words = text.trim().split(/\s+/).length;
  return words > 1 ? words : codePointLength(text);
}

export function describeSides(pairs: readonly Pair[]): Reading["sides"] {
  return {
    source: describeSide(pairs.map(({ source }) => source)),
    target: describeSide(pairs.map(({ target }) => target)),
  };
}

function describeSide(texts: readonly string[]): ReadSide {
  const characters = new CharacterCounts();
  const lengths = new LengthCounts();
  for (const text of texts) lengths.add(characters.add(text));
  return {
    median: lengths.quantile(0.5),
    longest: lengths.longest,
    tokenizer: chooseTokenizerKind(texts),
  };
}
