import { TextHash } from "./hash.ts";
import type { Pair } from "./pair.ts";

/**
 * 16 hexadecimal digits that are the same for the same pairs in the same order, and differ otherwise but for a
 * chance of 2⁻⁶⁴: a resumed run tells by them that its data has changed. Not for cryptography.
 */
export function fingerprint(pairs: Iterable<Pair>): string {
  const hash = new TextHash();
  for (const { source, target } of pairs) hash.add(source).add(target);
  return hash.hex();
}
