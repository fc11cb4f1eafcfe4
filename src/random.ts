/**
 * Random numbers keyed by (seed, purpose, step): a counter-based generator has no state to save, so a resumed
 * run draws what an uninterrupted one would have drawn.
 *
 * The n-th number of a stream is a hash of (key, n): two rounds of the 32-bit finalizer "lowbias32" (C. Wellons,
 * "Prospecting for Hash Functions", 2018) over a Weyl sequence. Good enough for masks, shuffles and initial
 * weights; not for cryptography.
 */
export class RandomStream {
  private readonly key: number;
  private counter = 0;

  /**
   * @param seed the run's seed, any integer
   * @param purpose what the numbers are for, such as "shuffle" or the name of a parameter
   * @param step which draw of that purpose: an epoch, an update (default 0)
   */
  constructor(seed: number, purpose: string, step = 0) {
    let key = mix(seed | 0) ^ mix(Math.floor(seed / 2 ** 32) ^ 0x5bd1e995);
    for (let i = 0; i < purpose.length; i++) key = mix(key ^ (purpose.charCodeAt(i) + 0x9e3779b9));
    this.key = mix(key ^ mix(step + 0x85ebca6b));
  }

  /** The next integer, uniform over 0 … 2³² − 1. */
  uint32(): number {
    const n = this.counter++;
    return mix(mix(Math.imul(n, 0x9e3779b9) + this.key) ^ this.key) >>> 0;
  }

  /** The next number, uniform over [0, 1). */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** The next integer, uniform over 0 … bound − 1 (bias below bound / 2³²). */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** The next number from the normal distribution with mean 0 and variance 1 (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles the items in place (Fisher and Yates) and gives them back. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swap = items[i];
      items[i] = items[j];
      items[j] = swap;
    }
    return items;
  }

  /** Fills with 1 with the given probability, 0 otherwise. */
  fillBernoulli(values: Float32Array, probability: number): Float32Array {
    for (let i = 0; i < values.length; i++) values[i] = this.uniform() < probability ? 1 : 0;
    return values;
  }

  /**
   * Fills a dropout mask: 0 with probability `rate`, 1 / (1 − rate) otherwise (inverted dropout, Srivastava
   * 2014). Each 32-bit draw decides two elements, so `rate` is kept to 1/65536.
   */
  fillDropout(mask: Float32Array, rate: number): Float32Array {
    const threshold = Math.round(rate * 65536);
    const keep = 1 / (1 - rate);
    for (let i = 0; i < mask.length; i += 2) {
      const bits = this.uint32();
      mask[i] = (bits & 0xffff) < threshold ? 0 : keep;
      if (i + 1 < mask.length) mask[i + 1] = bits >>> 16 < threshold ? 0 : keep;
    }
    return mask;
  }
}

/** A 32-bit hash in which each bit depends on every bit of the value: the finalizer "lowbias32". */
export function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
