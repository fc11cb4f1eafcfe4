/**
 * The order that `numpy.random.seed(seed); numpy.random.shuffle(indices)` gives, so that a split that others made
 * in Python is the same here: the Mersenne Twister MT19937 (Matsumoto 1998) and numpy's legacy shuffle, which
 * draws each swap partner below a bound by masking 32 random bits and trying again.
 */
export function numpyShuffle(length: number, seed: number): Int32Array {
  const next = mersenneTwister(seed);
  const indices = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const mask = 2 ** (32 - Math.clz32(i)) - 1;
    let j = next() & mask;
    while (j > i) j = next() & mask;
    [indices[i], indices[j]] = [indices[j]!, indices[i]!];
  }
  return indices;
}

function mersenneTwister(seed: number): () => number {
  const size = 624;
  const state = new Uint32Array(size);
  state[0] = seed;
  for (let i = 1; i < size; i++) {
    const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, previous) + i;
  }
  let at = size;
  const twist = () => {
    for (let i = 0; i < size; i++) {
      const joined = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff);
      state[i] = state[(i + 397) % size]! ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    }
    at = 0;
  };
  return () => {
    if (at === size) twist();
    let y = state[at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}
