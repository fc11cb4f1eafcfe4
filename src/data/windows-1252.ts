/** The Windows-1252 characters at 0x80 … 0x9f, where Unicode has control characters; U+FFFD for undefined bytes. */
const c1 = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ";

/**
 * The character that a control character in U+0080 … U+009F stands for if Windows-1252 text was read as Latin-1:
 * U+0096 is a dash. The control character itself if Windows-1252 has none.
 */
export function windows1252Character(control: string): string {
  const character = c1[control.charCodeAt(0) - 0x80] ?? "\ufffd";
  return character === "\ufffd" ? control : character;
}

/** A text with every control character in U+0080 … U+009F replaced as by `windows1252Character`. */
export function windows1252Text(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, windows1252Character);
}
