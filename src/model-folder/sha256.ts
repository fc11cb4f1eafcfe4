/**
 * SHA-256 in hexadecimal digits: WebCrypto's, or, if a page has none because it was loaded over plain HTTP from
 * another machine, the one below.
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle === undefined) return hexadecimal(digest(bytes));
  return hexadecimal(new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>)));
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** SHA-256 as in FIPS 180-4, with its names for the values. */
export function digest(message: Uint8Array): Uint8Array {
  const H = Uint32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));
  const K = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
  const W = new Int32Array(64);
  const whole = message.length - (message.length % 64);
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  for (let at = 0; at < whole; at += 64) compress(H, K, W, view, at);

  // The rest, a 1 bit, zeros, and the length in bits as a 64-bit number.
  const rest = message.subarray(whole);
  const last = new DataView(new ArrayBuffer(rest.length < 56 ? 64 : 128));
  new Uint8Array(last.buffer).set(rest);
  last.setUint8(rest.length, 0x80);
  last.setBigUint64(last.byteLength - 8, BigInt(message.length) * 8n);
  for (let at = 0; at < last.byteLength; at += 64) compress(H, K, W, last, at);

  const result = new DataView(new ArrayBuffer(32));
  H.forEach((word, i) => result.setUint32(4 * i, word));
  return new Uint8Array(result.buffer);
}

function compress(H: Uint32Array, K: Uint32Array, W: Int32Array, block: DataView, at: number): void {
  for (let t = 0; t < 16; t++) W[t] = block.getInt32(at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const [x, y] = [W[t - 15]!, W[t - 2]!];
    const sigma0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const sigma1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    W[t] = sigma1 + W[t - 7]! + sigma0 + W[t - 16]!;
  }
  let [a, b, c, d, e, f, g, h] = H as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const Sigma1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const T1 = (h + Sigma1 + ((e & f) ^ (~e & g)) + K[t]! + W[t]!) | 0;
    const Sigma0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const T2 = (Sigma0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + T1) | 0;
    d = c;
    c = b;
    b = a;
    a = (T1 + T2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    H[i]! += value;
  });
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits after the binary point. */
function fraction(root: number): number {
  return (root % 1) * 2 ** 32;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
