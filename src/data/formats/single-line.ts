/** Text of a format whose texts may have several lines, as one line: line ends and the space around them are one space. */
export function singleLine(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/[^\S\r\n]*[\r\n]\s*/g, " ") : text;
}
