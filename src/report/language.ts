/**
 * Han characters look different in Japanese, Chinese and Korean, and a browser chooses by `lang`. The language of a
 * page's East Asian texts, guessed from all of them: Japanese where there is kana, Korean where there is Hangul, and
 * Chinese where there is neither.
 */
export function eastAsianLanguage(texts: readonly string[]): "ja" | "ko" | "zh" {
  const all = texts.join("");
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(all)) return "ja";
  return /\p{Script=Hangul}/u.test(all) ? "ko" : "zh";
}

/** True for a text with Han characters, kana or Hangul. */
export function isEastAsian(text: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text);
}
