/**
 * The tokens that token-based metrics compare if a text is split into subwords: words between white space, but each
 * character of Japanese and Chinese (Han, hiragana, katakana and the punctuation of their scripts) by itself. So
 * scores do not depend on a vocabulary, and Japanese without spaces is scored by characters.
 */
export function scoredTokens(text: string): string[] {
  return text.match(UNITS) ?? [];
}

const UNITS =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]\p{M}*|[^\p{White_Space}\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]+/gu;
