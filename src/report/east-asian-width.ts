/**
 * Code points that are as wide as two Latin letters: Wide and Fullwidth of Unicode Standard Annex 11, its ranges
 * joined across unassigned gaps, and the emoji that are shown as pictures by default.
 */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

/** Code points without width: marks on the preceding letter, joiners, controls, Hangul vowels and finals. */
const zero = /[\p{M}\p{Cc}\p{Cf}\u1160-\u11ff]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Width of a text in terminal columns: 1 for Latin letters, 2 for full-width characters and emoji. */
export function columnWidth(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (/\p{Emoji_Presentation}|\ufe0f/u.test(segment)) columns += 2;
    else for (const character of segment) columns += zero.test(character) ? 0 : wide.test(character) ? 2 : 1;
  }
  return columns;
}

/** How much wider a text is in bold letters. */
export const boldWidth = 1.15;

/**
 * Estimate of a text's width in a proportional font, in em: 1 for a full-width character, less for the others, by
 * the widths of DejaVu Sans, one of the wider fonts.
 */
export function emWidth(text: string): number {
  let em = 0;
  for (const character of text) em += characterWidth(character);
  return em;
}

function characterWidth(character: string): number {
  if (zero.test(character)) return 0;
  if (wide.test(character)) return 1;
  if (/[\p{Lu}mw@%…<>=+~#]/u.test(character)) return 0.74;
  return /[iljftrI.,:;'|!()[\] ]/.test(character) ? 0.36 : 0.62;
}
