/**
 * The white space at which lines are split into words: every character that Unicode calls a space or gives the
 * bidirectional class WS, B or S. It is what Python's `str.split` and so sacreBLEU split at; `\s` of JavaScript lacks
 * U+001C … U+001F and U+0085, and has U+FEFF.
 */
const space = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const word = new RegExp(`[^${space}]+`, "g");
const spaceAtStart = new RegExp(`^[${space}]+`);
const oneSpace = new RegExp(`[${space}]`);

/** The parts of a text between white space; none of a text without any. */
export function splitWords(text: string): string[] {
  return text.match(word) ?? [];
}

export function trimStart(text: string): string {
  return text.replace(spaceAtStart, "");
}

/** Character by character from the end: a search for `[…]+$` starts anew at every run of spaces. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && oneSpace.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}
