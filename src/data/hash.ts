/**
 * A 64-bit hash of text, stable across versions and machines: it decides which pairs are held out. Two lanes
 * of multiply, xor and shift with the finalizer of MurmurHash3 (Appleby 2011), mixed into one another at the
 * end. Not for cryptography.
 */
export class TextHash {
  private high: number;
  private low: number;

  constructor(seed = 0) {
    this.high = seed ^ 0x9e3779b9;
    this.low = Math.floor(seed / 2 ** 32) ^ 0x41c6ce57;
  }

  /** Adds a text and its end: "ab" then "c" is not "a" then "bc". */
  add(text: string): this {
    for (let i = 0; i < text.length; i++) this.addUnit(text.charCodeAt(i));
    this.addUnit(0x10000); // not a UTF-16 code unit
    return this;
  }

  /** 16 hexadecimal digits. */
  hex(): string {
    return this.lanes()
      .map((lane) => lane.toString(16).padStart(8, "0"))
      .join("");
  }

  /** The hash as a number, uniform over [0, 1), to 53 bits. */
  uniform(): number {
    const [high, low] = this.lanes();
    return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
  }

  /** The hash as two numbers of 32 bits. */
  lanes(): [high: number, low: number] {
    const high = finish(this.high ^ Math.imul(this.low, 0x85ebca6b));
    const low = finish(this.low ^ Math.imul(high, 0xc2b2ae35));
    return [high, low];
  }

  private addUnit(unit: number): void {
    const high = Math.imul(this.high ^ unit, 0x9e3779b1);
    const low = Math.imul(this.low ^ unit, 0x5f356495);
    this.high = high ^ (high >>> 15);
    this.low = low ^ (low >>> 13);
  }
}

function finish(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
