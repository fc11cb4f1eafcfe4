/**
 * What metrics that compare tokens take for the tokens of a text that is cut into subwords: words between white space,
 * but each character of Japanese and Chinese (Han, hiragana, katakana and the punctuation of their scripts) by itself.
 * So scores do not depend on a vocabulary, and Japanese without spaces is scored by characters.
 */
export function scoredTokens(text: string): string[] {
  return text.match(UNITS) ?? [];
}

const UNITS =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]\p{M}*|[^\p{White_Space}\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]+/gu;
