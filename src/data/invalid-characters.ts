/**
 * Characters that no text has on purpose: control characters but tab and line ends, U+FFFD (what a decoder leaves where
 * bytes were no text), halves of surrogate pairs, and noncharacters such as U+FFFE.
 */
const invalid =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
const everyInvalid = new RegExp(invalid, "gu");

/** Whether a text has characters that no text has on purpose. */
export function hasInvalidCharacters(text: string): boolean {
  return invalid.test(text);
}

/** A text without them. */
export function removeInvalidCharacters(text: string): string {
  return text.replace(everyInvalid, "");
}
