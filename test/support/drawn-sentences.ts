import type { RandomStream } from "../../src/random.ts";

const WORDS = [
  ..."the The cat sat on mat because , . ! ? ' \" ( ) - — … % $ & 1 2,000 3.5 10:30 don't it's U.S.A. naïve café".split(
    " ",
  ),
  ..."Straße ÉTÉ İstanbul ΑΣ Привет &amp; &quot; &lt;b&gt; <skipped> [x] a/b @-@ 50% -5 e\u0301 ".split(" "),
  ..."私は 猫が 好き です。 「はい」 、 東京都 カタカナ ｶﾀｶﾅ 龍 １２３ か\u3099 𠮷 𩸽 中文 한국어".split(" "),
  ..."😀 👍🏽 👩‍👩‍👧 🇯🇵 ❤️".split(" "),
].filter((word) => word !== "");
const SPACES = [" ", " ", " ", " ", " ", " ", "", "  ", "\t", "\u3000", "\u00a0"];

/** Words of many scripts, marks, numbers and emoji; one in 20 sentences is empty or white space alone. */
export function drawnWords(random: RandomStream): string[] {
  if (random.integer(20) === 0) return random.integer(2) === 0 ? [] : [" "];
  return Array.from({ length: 1 + random.integer(14) }, () => WORDS[random.integer(WORDS.length)]!);
}

/** The words in a line, mostly with one space between. */
export function lineOf(words: readonly string[], random: RandomStream): string {
  return words.map((word) => word + SPACES[random.integer(SPACES.length)]!).join("");
}

/** The same words after some edits: one replaced, left out or doubled, or a few moved together. */
export function edited(words: readonly string[], random: RandomStream): string[] {
  const result = [...words];
  for (let edits = random.integer(5); edits > 0 && result.length > 0; edits--) {
    const at = random.integer(result.length);
    const kind = random.integer(4);
    if (kind === 0) result[at] = WORDS[random.integer(WORDS.length)]!;
    else if (kind === 1) result.splice(at, 1);
    else if (kind === 2) result.splice(at, 0, result[at]!);
    else {
      const moved = result.splice(at, 1 + random.integer(3));
      result.splice(random.integer(result.length + 1), 0, ...moved);
    }
  }
  return result;
}
