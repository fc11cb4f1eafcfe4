/**
 * The rules of NIST's scoring script mteval-v13a for text in ASCII, shared by the tokenizations that build on it. What
 * matches is consumed: of `a.,b` the full stop is looked at beside `a`, the comma no more beside the full stop.
 */

/** Spaces around ASCII's punctuation and symbols, all but the apostrophe, comma, hyphen and full stop. */
export function separatePunctuation(text: string): string {
  return text.replace(/[ -&(-+/:-@[-`{-~]/g, " $& ");
}

/** Spaces around commas and full stops that do not stand between digits, and around a hyphen after a digit. */
export function separateStops(text: string): string {
  return text
    .replace(/([^0-9])([.,])/gu, "$1 $2 ")
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])-/g, "$1 - ");
}

/** The four characters that XML escapes, as themselves. */
export function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
}
