import { RandomStream } from "../../../src/random.ts";

/**
 * How much fits into one vector: words are stored by adding them up, each bound to its position, and read back one by
 * one (the holographic memory of Plate 1995, with signs for the binding). No RNN is trained here; what it shares with a
 * context vector is that T words have to share H numbers. An RNN learns a better code, and meets the same wall later.
 */

/** How many words there are to tell apart. */
export const vocabularySize = 40;

export interface Recall {
  /** The words that were stored, as numbers below `vocabularySize`. */
  readonly stored: readonly number[];
  /** What is read back from the one vector that holds them all. */
  readonly fromOne: readonly number[];
  /** What is read back where each word has kept a vector of its own. */
  readonly fromOwn: readonly number[];
}

/** Stores a sentence of T drawn words in H numbers, and reads it back. */
export function recall(T: number, H: number, seed: number): Recall {
  const random = new RandomStream(seed, "crowded vector");
  const words = signs(random, vocabularySize * H); // [words, H]
  const stored = Array.from({ length: T }, () => random.integer(vocabularySize));
  const positions = signs(random, T * H); // [T, H]
  const sum = new Int32Array(H);
  for (let t = 0; t < T; t++) {
    for (let i = 0; i < H; i++) sum[i]! += positions[t * H + i]! * words[stored[t]! * H + i]!;
  }
  const held = new Int32Array(H);
  /** The word nearest to what is held. */
  const nearest = (): number => {
    let [best, most] = [0, Number.NEGATIVE_INFINITY];
    for (let word = 0; word < vocabularySize; word++) {
      let score = 0;
      for (let i = 0; i < H; i++) score += Math.imul(words[word * H + i]!, held[i]!);
      if (score > most) [best, most] = [word, score];
    }
    return best;
  };
  const fromOne = stored.map((_, t) => {
    for (let i = 0; i < H; i++) held[i] = positions[t * H + i]! * sum[i]!;
    return nearest();
  });
  // Its own vector is the word bound to the position; unbound, the signs of the position are gone.
  const fromOwn = stored.map((word) => {
    for (let i = 0; i < H; i++) held[i] = words[word * H + i]!;
    return nearest();
  });
  return { stored, fromOne, fromOwn };
}

/** Words that were read back right, of all that were stored. */
export interface Recalled {
  readonly right: number;
  readonly words: number;
}

/** Over so many sentences of T words in H numbers. */
export function recalled(T: number, H: number, sentences: number): { one: Recalled; own: Recalled } {
  const words = T * sentences;
  const right = { one: 0, own: 0 };
  for (let seed = 0; seed < sentences; seed++) {
    const { stored, fromOne, fromOwn } = recall(T, H, seed);
    stored.forEach((word, t) => {
      if (fromOne[t] === word) right.one++;
      if (fromOwn[t] === word) right.own++;
    });
  }
  return { one: { right: right.one, words }, own: { right: right.own, words } };
}

function signs(random: RandomStream, length: number): Int8Array {
  const drawn = new Int8Array(length);
  for (let i = 0; i < length; i++) drawn[i] = random.uint32() & 1 ? 1 : -1;
  return drawn;
}
