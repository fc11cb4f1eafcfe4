/**
 * Bytes as visible characters (Radford 2019): printable Latin-1 characters stand for themselves, U+0100 and the
 * following characters for the other bytes, in order.
 */
const CHARACTERS = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCharCode(isPrintable ? byte : next++);
  });
})();
const BYTES: ReadonlyMap<string, number> = new Map(CHARACTERS.map((character, byte) => [character, byte]));

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The UTF-8 bytes of a text, each as its character. */
export function byteLevelCharacters(text: string): string {
  return Array.from(encoder.encode(text), (byte) => CHARACTERS[byte]!).join("");
}

/** The text whose bytes are written as characters; U+FFFD for invalid UTF-8. A token with other characters stays. */
export function byteLevelText(tokens: readonly string[]): string {
  const bytes = tokens.flatMap((token) => {
    const own = Array.from(token, (character) => BYTES.get(character));
    return own.includes(undefined) ? Array.from(encoder.encode(token)) : (own as number[]);
  });
  return decoder.decode(Uint8Array.from(bytes));
}
