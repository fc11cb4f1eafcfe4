import { hasInvalidCharacters } from "./invalid-characters.ts";

/** Why a character may be unintended. */
export type Suspicion = "invalid" | "private" | "unassigned" | "invisible";

export interface SuspiciousCharacter {
  readonly codePoint: number;
  readonly count: number;
  readonly suspicion: Suspicion;
}

/** Scripts that are counted by name; other letters and all other characters are counted by kind. */
const kinds: readonly (readonly [name: string, pattern: RegExp])[] = [
  ...(
    [
      "Latin", "Han", "Hiragana", "Katakana", "Hangul", "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Thai",
    ] as const
  ).map((script) => [script, new RegExp(`\\p{Script=${script}}`, "u")] as const),
  ["other letters", /\p{L}/u],
  ["digits", /\p{N}/u],
  ["marks", /\p{M}/u],
  ["spaces", /\s/u],
  ["punctuation", /\p{P}/u],
  ["symbols", /\p{S}/u],
]; // biome-ignore format: a list

/** How often each character (code point) occurs. Memory is bounded by the size of Unicode. */
export class CharacterCounts {
  total = 0;
  /** The counts of code points below 2¹⁶. */
  private readonly basic = new Float64Array(1 << 16);
  private readonly others = new Map<number, number>();

  /** Counts a text's characters and returns their number. */
  add(text: string): number {
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i)!;
      if (code < 1 << 16) this.basic[code]!++;
      else {
        this.others.set(code, (this.others.get(code) ?? 0) + 1);
        i++;
      }
      length++;
    }
    this.total += length;
    return length;
  }

  /** The number of distinct characters. */
  get distinct(): number {
    return this.entries().length;
  }

  /** The commonest characters except white space. */
  commonest(most: number): { character: string; count: number }[] {
    return this.entries()
      .map(([code, count]) => ({ character: String.fromCodePoint(code), count }))
      .filter(({ character }) => !/\s/u.test(character))
      .sort((a, b) => b.count - a.count)
      .slice(0, most);
  }

  /** How many characters belong to each script or other kind, the commonest first. */
  scripts(): { name: string; count: number }[] {
    const counts = new Map<string, number>();
    for (const [code, count] of this.entries()) {
      const character = String.fromCodePoint(code);
      const name = kinds.find(([, pattern]) => pattern.test(character))?.[0] ?? "others";
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
  }

  /** Characters that may be unintended, the commonest first. Joiners are left out: some scripts and emoji need them. */
  suspicious(): SuspiciousCharacter[] {
    return this.entries()
      .flatMap(([codePoint, count]) => {
        const suspicion = suspicionOf(String.fromCodePoint(codePoint));
        return suspicion === null ? [] : [{ codePoint, count, suspicion }];
      })
      .sort((a, b) => b.count - a.count);
  }

  /** All counts, ordered by code point. */
  private entries(): [code: number, count: number][] {
    const basic = [...this.basic.entries()].filter(([, count]) => count > 0);
    return [...basic, ...[...this.others].sort(([a], [b]) => a - b)];
  }
}

function suspicionOf(character: string): Suspicion | null {
  if (hasInvalidCharacters(character)) return "invalid";
  if (/\p{Co}/u.test(character)) return "private";
  if (/\p{Cn}/u.test(character)) return "unassigned";
  return /\p{Cf}/u.test(character) && !/[\u200c\u200d]/.test(character) ? "invisible" : null;
}

/** "U+200B". */
export function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}
