/**
 * The form in which text meets a tokenizer: Unicode NFC, so that "é" typed as one code point or as two is the same
 * token; lower case if asked for (independent of the locale); no white space at either end.
 */
export function normalize(text: string, lowercase: boolean): string {
  return (lowercase ? text.toLowerCase() : text).normalize("NFC").trim();
}
