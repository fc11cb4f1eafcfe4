import { windows1252Character } from "./windows-1252.ts";

/**
 * Characters that no line of text has on purpose: control characters but tab, LF and CR; the separators of lines and
 * paragraphs, U+2028 and U+2029; U+FFFD (what a decoder leaves where
 * bytes were no text), halves of surrogate pairs, and noncharacters such as U+FFFE.
 */
const invalid =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffd\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const lineEnds = / *[\u000b\u000c\u0085\u2028\u2029][\u000b\u000c\u0085\u2028\u2029 ]*/g;
const everyInvalid = new RegExp(invalid, "gu");

/** Whether a text has characters that no text has on purpose. */
export function hasInvalidCharacters(text: string): boolean {
  return invalid.test(text);
}

/**
 * A text without them. Those that end lines (vertical tab, form feed, next line, U+2028, U+2029) become a space, and other
 * controls of U+0080 … U+009F what Windows-1252 has there: U+0096 is a dash.
 */
export function removeInvalidCharacters(text: string): string {
  return text
    .replace(lineEnds, " ")
    .replace(/[\u0080-\u009f]/g, windows1252Character)
    .replace(everyInvalid, "");
}
