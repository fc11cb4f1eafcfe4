/** Joins a text that may have several lines into one line: line ends and the space around them become one space. */
export function singleLine(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/[^\S\r\n]*[\r\n]\s*/g, " ") : text;
}
