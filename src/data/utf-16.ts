import { DataError } from "../errors.ts";

/** How many bytes are inspected. */
const sampleBytes = 4096;

/** Which UTF-16 encoding a file's first bytes have, with or without a byte order mark; null if they are not UTF-16. */
export function utf16Of(start: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [one, two] = start;
  if (one === 0xff && two === 0xfe) return "utf-16le";
  if (one === 0xfe && two === 0xff) return "utf-16be";
  const sample = start.subarray(0, Math.min(start.length, sampleBytes) & ~1);
  if (looksLikeUtf16(sample, 0)) return "utf-16le";
  return looksLikeUtf16(sample, 1) ? "utf-16be" : null;
}

/**
 * Whether NUL bytes show that a text is UTF-16: every NUL is a high byte, and every tab and line end has NUL as its
 * high byte (text in an Asian language may have no other NULs).
 * @param low the index of the low byte in each pair
 */
function looksLikeUtf16(sample: Uint8Array, low: 0 | 1): boolean {
  let zeros = 0;
  let ends = 0;
  for (let at = 0; at < sample.length; at += 2) {
    const [lowByte, highByte] = [sample[at + low]!, sample[at + 1 - low]!];
    if (lowByte === 0) return false;
    if (highByte === 0) zeros++;
    if (lowByte !== 0x09 && lowByte !== 0x0a && lowByte !== 0x0d) continue;
    ends++;
    if (highByte !== 0) return false;
  }
  return zeros > 0 && (ends > 1 || zeros > sample.length / 4);
}

/**
 * @param name the file's name in error messages
 * @throws {DataError} if the first bytes of a file show that it is UTF-16
 */
export function refuseUtf16(start: Uint8Array, name: string): void {
  const encoding = utf16Of(start);
  if (encoding === null) return;
  throw new DataError({
    kind: "utf16",
    text: `${name}: it is UTF-16: expected UTF-8; convert the file, for example with iconv -f ${encoding.toUpperCase()} -t UTF-8`,
    place: name,
  });
}
