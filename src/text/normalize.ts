/** Unicode's canonical composition, or that after compatibility characters such as ｱ or ㎏ are unfolded. */
export type Normalization = "nfc" | "nfkc";

/**
 * The form in which text meets a tokenizer: Unicode NFC, so that "é" typed as one code point or as two is the same
 * token, or NFKC; lower case if asked for (independent of the locale); no white space at either end.
 */
export function normalize(text: string, lowercase: boolean, normalization: Normalization = "nfc"): string {
  if (normalization === "nfc") return (lowercase ? text.toLowerCase() : text).normalize("NFC").trim();
  const unfolded = text.normalize("NFKC");
  return (lowercase ? unfolded.toLowerCase().normalize("NFKC") : unfolded).trim();
}

/** Lower case character by character: a capital sigma is σ wherever it stands in its word, as other programs have it. */
export function lowerCase(text: string): string {
  return text.replaceAll("Σ", "σ").toLowerCase();
}
