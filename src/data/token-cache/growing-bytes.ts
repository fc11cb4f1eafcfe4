/** Bytes that can be appended to, in one buffer that doubles when it is full. */
export class GrowingBytes {
  length = 0;
  private buffer = new Uint8Array(4096);

  add(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.buffer.length));
      larger.set(this.bytes());
      this.buffer = larger;
    }
    this.buffer.set(bytes, this.length);
    this.length = needed;
  }

  /** A view of all added bytes. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
