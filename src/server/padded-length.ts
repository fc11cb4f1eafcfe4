/**
 * The length that a source of n tokens is padded to. It depends on nothing else, and only sources of one padded length
 * share a batch: so S, which products and sums over the source depend on in their last bits, is the same for a text in
 * any batch. The number of sentences, and the lengths of outputs, have no effect on the bits.
 */
export function paddedLength(n: number): number {
  const step = n <= 32 ? 4 : n <= 128 ? 16 : 64;
  return Math.ceil(n / step) * step;
}
