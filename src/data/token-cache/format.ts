import { crc32 } from "node:zlib";

/**
 * The layout of a token cache; docs/token-cache.md describes it in full. Numbers are little-endian.
 *
 * head: "HENKANTC", u32 version, u8 bytes per id, u8 bytes per length, u16 examples per block
 * blocks: for each example its source ids and its target ids, without `</s>`
 * index: for each example u16 or u32 S and T, without `</s>`; for each block u32 CRC-32 of its bytes
 * description: JSON as UTF-8
 * tail: f64 where the index begins, f64 where the description begins, f64 number of examples, u32 CRC-32 of head, index
 * and description, u32 CRC-32 of the tail's bytes so far, "CTNAKNEH"
 */
export const cacheVersion = 1;
export const headBytes = 16;
export const tailBytes = 40;
/** Few, so that reading a single example means reading and checking only about a kilobyte. */
export const examplesInBlock = 16;

const begins = "HENKANTC";
const ends = "CTNAKNEH";

/** How wide the numbers of a cache are: 2 or 4 bytes. */
export interface Widths {
  /** Bytes per id: 2 if both vocabularies have at most 65,536 entries. */
  readonly id: 2 | 4;
  /** Bytes per length: 2 if no side has more than 65,535 tokens. */
  readonly length: 2 | 4;
}

export interface Head {
  readonly version: number;
  readonly widths: Widths;
  readonly examplesInBlock: number;
}

export function encodeHead({ id, length }: Widths): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write(begins, "latin1");
  head.writeUInt32LE(cacheVersion, 8);
  head.writeUInt8(id, 12);
  head.writeUInt8(length, 13);
  head.writeUInt16LE(examplesInBlock, 14);
  return head;
}

/** @returns null if it does not begin like a cache; for another version, only `version` is meaningful */
export function decodeHead(head: Buffer): Head | null {
  if (head.length < headBytes || head.toString("latin1", 0, 8) !== begins) return null;
  const [id, length] = [head.readUInt8(12), head.readUInt8(13)];
  return {
    version: head.readUInt32LE(8),
    widths: { id: id as 2 | 4, length: length as 2 | 4 },
    examplesInBlock: head.readUInt16LE(14),
  };
}

/**
 * CRC-32 of bytes that continue earlier ones.
 * @param before the checksum of the earlier bytes (default: there are none)
 */
export function checksum(bytes: Uint8Array, before = 0): number {
  return bytes.length === 0 ? before : crc32(bytes, before); // for no bytes, zlib gives 0 whatever came before
}

/** Where the parts after the blocks begin, in bytes from the start of the file. */
export interface Tail {
  readonly index: number;
  readonly description: number;
  readonly examples: number;
  /** CRC-32 of head, index and description. */
  readonly checksum: number;
}

export function encodeTail({ index, description, examples, checksum: whole }: Tail): Buffer {
  const tail = Buffer.alloc(tailBytes);
  for (const [i, value] of [index, description, examples].entries()) tail.writeDoubleLE(value, 8 * i);
  tail.writeUInt32LE(whole, 24);
  tail.writeUInt32LE(checksum(tail.subarray(0, 28)), 28);
  tail.write(ends, 32, "latin1");
  return tail;
}

/** @returns null if it is not the end of a complete cache */
export function decodeTail(tail: Buffer): Tail | null {
  if (tail.length < tailBytes || tail.toString("latin1", 32) !== ends) return null;
  if (tail.readUInt32LE(28) !== checksum(tail.subarray(0, 28))) return null;
  return {
    index: tail.readDoubleLE(0),
    description: tail.readDoubleLE(8),
    examples: tail.readDoubleLE(16),
    checksum: tail.readUInt32LE(24),
  };
}
