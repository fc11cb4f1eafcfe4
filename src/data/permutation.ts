import { mix, RandomStream } from "../random.ts";

/** Each round mixes one half of the digits with the other; Luby and Rackoff need four, two more cost little. */
const rounds = 6;

/**
 * A shuffled order of 0 … n − 1 that needs no memory: a Feistel network (Luby and Rackoff 1988) over pairs of digits
 * (left, right) with a · b ≥ n, whose halves are added modulo a and b in turn, and which is walked again as long as it
 * leaves 0 … n − 1 (Black and Rogaway 2002, "Ciphers with arbitrary finite domains"). As a · b < n + a, a walk hardly
 * ever has a second step. Not for cryptography.
 *
 * @param n at most 2³²
 * @param key what decides the order, see `RandomStream`
 * @returns the number that stands at a position; each of 0 … n − 1 stands at one
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
