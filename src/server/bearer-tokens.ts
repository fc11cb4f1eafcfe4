import { createHash, timingSafeEqual } from "node:crypto";

/** Tokens that may call. They are compared in a time that does not tell how much of one was right. */
export class BearerTokens {
  private hashes: readonly Buffer[] = [];

  constructor(tokens: readonly string[]) {
    this.replace(tokens);
  }

  /** From now on these may call, and no others. */
  replace(tokens: readonly string[]): void {
    this.hashes = tokens.map(hashOf);
  }

  /** The number of the token, or undefined where it is none of them. */
  find(token: string): number | undefined {
    const given = hashOf(token);
    let found: number | undefined;
    for (const [number, hash] of this.hashes.entries()) {
      if (timingSafeEqual(hash, given)) found = number; // all are compared
    }
    return found;
  }
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** The tokens of a file: one a line; empty lines and those that begin with # are none. */
export function tokensIn(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
