/** What belongs to each token of an output and to its `</s>`, with all but the `</s>` in the opposite order. */
export function turnedBeforeEnd<T>(values: readonly T[]): T[] {
  return [...values.slice(0, -1).reverse(), ...values.slice(-1)];
}
