import { TextHash } from "./hash.ts";
import type { Pair } from "./pair.ts";

/**
 * 16 hexadecimal digits that are the same for the same pairs in the same order, and differ otherwise, except with
 * probability 2⁻⁶⁴. They show a resumed run that its data has changed. Not for cryptography.
 */
export function fingerprint(pairs: Iterable<Pair>): string {
  const all = new PairsFingerprint();
  for (const pair of pairs) all.add(pair);
  return all.hex();
}

/** The fingerprint of a stream of pairs. */
export class PairsFingerprint {
  private readonly hash = new TextHash();

  add({ source, target }: Pair): void {
    this.hash.add(source).add(target);
  }

  hex(): string {
    return this.hash.hex();
  }
}
