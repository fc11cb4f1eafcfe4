/** What Windows-1252 has at 0x80 … 0x9f, where Unicode has control characters; U+FFFD where it has nothing. */
const c1 = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ";

/**
 * The character that a control character of U+0080 … U+009F stands for where text in Windows-1252 was read as Latin-1: U+0096
 * is a dash. Itself where Windows-1252 has none.
 */
export function windows1252Character(control: string): string {
  const character = c1[control.charCodeAt(0) - 0x80] ?? "\ufffd";
  return character === "\ufffd" ? control : character;
}

/** A text with every control character of that range as `windows1252Character` has it. */
export function windows1252Text(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, windows1252Character);
}
