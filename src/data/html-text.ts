import { windows1252Character } from "./windows-1252.ts";

/** The named characters of HTML that a card editor writes; others stay as they are. */
const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
};

/**
 * The text of a piece of HTML, such as a field of an Anki card. Line breaks and block boundaries become spaces; other
 * tags and comments are removed; `&amp;` and `&#12354;` become their characters; scripts, styles and `[sound:x.mp3]`
 * are removed as a whole. Text that is not a tag stays: "a < b".
 */
export function htmlText(html: string): string {
  if (!/[<&[]/.test(html)) return html;
  return html
    .replace(/\[sound:[^\]]*\]/g, " ")
    .replace(/<!--.*?-->/gs, "")
    .replace(/<(script|style)\b.*?<\/\1\s*>/gis, " ")
    .replace(/<\/?(?:br|hr|div|p|li|ul|ol|tr|td|th|table|h[1-6])\b[^<>]*>/gi, " ")
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hexadecimal, name) => {
      if (name !== undefined) return named[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
      if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return whole;
      const character = String.fromCodePoint(code);
      return code >= 0x80 && code < 0xa0 ? windows1252Character(character) : character; // as in the HTML standard
    })
    .replace(/ {2,}/g, " ")
    .trim();
}
