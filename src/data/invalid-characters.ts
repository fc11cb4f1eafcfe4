import { windows1252Character } from "./windows-1252.ts";

/**
 * Characters that never occur in a line of text on purpose: control characters except tab, LF and CR; the line and
 * paragraph separators U+2028 and U+2029; U+FFFD (a decoder's replacement for invalid bytes); lone surrogates; and
 * noncharacters such as U+FFFE.
 */
const invalid =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffd\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const lineEnds = / *[\u000b\u000c\u0085\u2028\u2029][\u000b\u000c\u0085\u2028\u2029 ]*/g;
const everyInvalid = new RegExp(invalid, "gu");

/** Whether a text has characters that never occur in text on purpose. */
export function hasInvalidCharacters(text: string): boolean {
  return invalid.test(text);
}

/**
 * A text without invalid characters. Those that end lines (vertical tab, form feed, next line, U+2028, U+2029) become
 * a space. Other controls in U+0080 … U+009F become the Windows-1252 character with that code: U+0096 becomes a dash.
 */
export function removeInvalidCharacters(text: string): string {
  return text
    .replace(lineEnds, " ")
    .replace(/[\u0080-\u009f]/g, windows1252Character)
    .replace(everyInvalid, "");
}
