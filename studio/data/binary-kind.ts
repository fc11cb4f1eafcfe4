/** First bytes of files that are often taken for text. */
const beginnings: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ["zip (.zip, .xlsx, .docx, .apkg)", [0x50, 0x4b, 0x03, 0x04]],
  ["gzip (.gz)", [0x1f, 0x8b]],
  ["PDF", [0x25, 0x50, 0x44, 0x46]],
  ["PNG", [0x89, 0x50, 0x4e, 0x47]],
  ["JPEG", [0xff, 0xd8, 0xff]],
  ["Microsoft Office (.xls, .doc)", [0xd0, 0xcf, 0x11, 0xe0]],
  ["Zstandard (.zst)", [0x28, 0xb5, 0x2f, 0xfd]],
];

/** How many bytes are looked at. */
const sample = 4096;

/**
 * What a file that is not text looks like, by its first bytes; null for text. UTF-16 is text: readers say what to do
 * with it.
 */
export function binaryKind(start: Uint8Array): string | null {
  for (const [name, bytes] of beginnings) if (bytes.every((byte, i) => start[i] === byte)) return name;
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) return null;
  const seen = start.subarray(0, sample);
  const zeros = seen.filter((byte) => byte === 0).length;
  const controls = seen.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  const isUtf16 = zeros > seen.length / 5 && controls === zeros;
  return zeros > 0 && !isUtf16 ? "?" : null;
}
