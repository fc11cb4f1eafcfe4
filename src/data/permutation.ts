import { mix, RandomStream } from "../random.ts";

/** Each round mixes one half of the digits with the other. Luby and Rackoff need four; two more cost little. */
const rounds = 6;

/**
 * A random permutation of 0 … n − 1 that needs no memory: a Feistel network (Luby and Rackoff 1988) over pairs of
 * digits (left, right) with a · b ≥ n. Its rounds add modulo a and b in turn. A result outside 0 … n − 1 is permuted
 * again (Black and Rogaway 2002, "Ciphers with arbitrary finite domains"); because a · b < n + a, that rarely happens.
 * Not for cryptography.
 *
 * @param n at most 2³²
 * @param key determines the order, see `RandomStream`
 * @returns the number at a position; each of 0 … n − 1 is at one position
 */
export function permutation(
  n: number,
  key: { seed: number; purpose: string; step: number },
): (position: number) => number {
  const random = new RandomStream(key.seed, key.purpose, key.step);
  const keys = Uint32Array.from({ length: rounds }, () => random.uint32());
  const a = Math.ceil(Math.sqrt(n));
  const b = Math.ceil(n / a);
  const walk = (value: number): number => {
    let left = value % a;
    let right = (value - left) / a;
    for (let round = 0; round < rounds; round += 2) {
      left = (left + draw(right, keys[round]!)) % a;
      right = (right + draw(left, keys[round + 1]!)) % b;
    }
    return right * a + left;
  };
  return (position) => {
    let value = walk(position);
    while (value >= n) value = walk(value);
    return value;
  };
}

function draw(half: number, key: number): number {
  return mix(mix(half + key) ^ key) >>> 0;
}
