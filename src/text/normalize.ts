/** Unicode's canonical composition, or the same after compatibility characters such as ｱ or ㎏ are decomposed. */
export type Normalization = "nfc" | "nfkc";

/**
 * The form of a text before it is tokenised: Unicode NFC, so that "é" typed as one code point or as two is the same
 * token, or NFKC; lower case if asked for (independent of the locale); no white space at either end.
 */
export function normalize(text: string, lowercase: boolean, normalization: Normalization = "nfc"): string {
  if (normalization === "nfc") return (lowercase ? text.toLowerCase() : text).normalize("NFC").trim();
  const unfolded = text.normalize("NFKC");
  return (lowercase ? unfolded.toLowerCase().normalize("NFKC") : unfolded).trim();
}

/** Lower case, character by character: a capital sigma becomes σ anywhere in a word, as in other programs. */
export function lowerCase(text: string): string {
  return text.replaceAll("Σ", "σ").toLowerCase();
}
