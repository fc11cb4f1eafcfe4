import type { PairNumbers } from "./pair-numbers.ts";

/** Where in a sequence n-grams of interest start, and the number of each. It is used for one sequence after another. */
export class Occurrences {
  /** How many there are. */
  size = 0;
  #symbols: readonly number[] = [];
  #starts = new Int32Array(0);
  #numbers = new Int32Array(0);

  /** Forgets all and begins with n = 0: the n-gram without a symbol, number 0, is everywhere in the sequence. */
  start(symbols: readonly number[]): void {
    this.#symbols = symbols;
    this.size = symbols.length;
    if (this.size > this.#starts.length) {
      this.#starts = new Int32Array(2 * this.size);
      this.#numbers = new Int32Array(2 * this.size);
    }
    for (let i = 0; i < this.size; i++) this.#starts[i] = i;
    this.#numbers.fill(0, 0, this.size);
  }

  /** Goes on from (n − 1)-grams to n-grams and numbers them; drops what the sequence's end cuts off. */
  number(n: number, ngrams: PairNumbers): void {
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      const start = this.#starts[i]!;
      if (start + n > this.#symbols.length) continue;
      this.#starts[kept] = start;
      this.#numbers[kept++] = ngrams.add(this.#numbers[i]!, this.#symbols[start + n - 1]!);
    }
    this.size = kept;
  }

  /** As `number`, but drops n-grams that have no number yet. */
  find(n: number, ngrams: PairNumbers): void {
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      const start = this.#starts[i]!;
      if (start + n > this.#symbols.length) continue;
      const number = ngrams.find(this.#numbers[i]!, this.#symbols[start + n - 1]!);
      if (number < 0) continue;
      this.#starts[kept] = start;
      this.#numbers[kept++] = number;
    }
    this.size = kept;
  }

  /** Drops the n-grams of which none was found, by number. */
  keep(found: Int32Array): void {
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      if (found[this.#numbers[i]!] === 0) continue;
      this.#starts[kept] = this.#starts[i]!;
      this.#numbers[kept++] = this.#numbers[i]!;
    }
    this.size = kept;
  }

  /** How often each of `size` n-grams occurs, by number. */
  count(into: Int32Array, size: number): void {
    into.fill(0, 0, size);
    for (let i = 0; i < this.size; i++) into[this.#numbers[i]!]!++;
  }
}
