import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError } from "../../errors.ts";
import { EOS } from "../../text/index.ts";
import { errnoWords } from "../errno.ts";
import type { Example } from "../example.ts";
import type { ExampleSource } from "../example-source.ts";
import {
  cacheVersion,
  checksum,
  decodeHead,
  decodeTail,
  type Head,
  headBytes,
  type Tail,
  tailBytes,
} from "./format.ts";

/** The most blocks kept after reading: a few megabytes, or all of a small corpus. */
const blocksKept = 4096;

/**
 * The examples of a corpus on disk. Their lengths are in memory, 4 bytes per example (10 million take 40 MB). Tokens
 * are read on demand, a block of 16 examples at a time, and checked.
 */
export class TokenCache implements ExampleSource {
  readonly count: number;
  /** The writer's description of the corpus, as JSON. */
  readonly description: unknown;
  private readonly path: string;
  private readonly file: number;
  private readonly head: Head;
  /** S and T of each example, without `</s>`. */
  private readonly lengths: Uint16Array | Uint32Array;
  /** The checksum of each block. */
  private readonly checksums: Uint32Array;
  /** Where each block begins, and where the last one ends. */
  private readonly begins: Float64Array;
  private readonly blocks = new Map<number, Block>();

  /**
   * Opens a cache, which has to be closed again.
   * @throws {DataError} if it cannot be read, is of another version, or is damaged
   */
  static open(path: string): TokenCache {
    let file: number;
    try {
      file = openSync(path, "r");
    } catch (cause) {
      throw unreadable(path, cause);
    }
    try {
      return new TokenCache(path, file);
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  private constructor(path: string, file: number) {
    const size = fstatSync(file).size;
    const head = readAt(path, file, 0, Math.min(size, headBytes));
    this.head = checkHead(path, decodeHead(head));
    const tail = checkTail(
      path,
      size < headBytes + tailBytes ? null : decodeTail(readAt(path, file, size - tailBytes, tailBytes)),
    );
    if (tail.index > size - tailBytes) throw damaged(path, "its end");
    const behind = readAt(path, file, tail.index, size - tailBytes - tail.index);
    if (checksum(behind, checksum(head)) !== tail.checksum) throw damaged(path, "its index");
    const { widths, examplesInBlock } = this.head;
    const blocks = Math.ceil(tail.examples / examplesInBlock);
    const description = tail.description - tail.index;
    const lengths = description - 4 * blocks;
    this.path = path;
    this.file = file;
    this.count = tail.examples;
    this.lengths = numbers(behind.subarray(0, lengths), widths.length);
    this.checksums = new Uint32Array(copyOf(behind.subarray(lengths, description)));
    this.description = JSON.parse(behind.toString("utf8", description));
    this.begins = this.placeBlocks();
    if (this.begins.at(-1) !== tail.index) throw damaged(path, "its index");
  }

  close(): void {
    closeSync(this.file);
  }

  sourceLength(index: number): number {
    return this.lengths[2 * index]! + 1;
  }

  targetLength(index: number): number {
    return this.lengths[2 * index + 1]! + 1;
  }

  /** @throws {DataError} if the block that holds it cannot be read or is damaged */
  example(index: number): Example {
    const { ids, starts, first } = this.block(Math.floor(index / this.head.examplesInBlock));
    const middle = starts[index - first]! + this.lengths[2 * index]!;
    return {
      source: withEnd(ids.subarray(starts[index - first]!, middle)),
      target: withEnd(ids.subarray(middle, starts[index - first + 1]!)),
    };
  }

  private block(number: number): Block {
    const kept = this.blocks.get(number);
    if (kept !== undefined) return kept;
    const block = this.readBlock(number);
    if (this.blocks.size >= blocksKept) this.blocks.delete(this.blocks.keys().next().value!);
    this.blocks.set(number, block);
    return block;
  }

  private readBlock(number: number): Block {
    const begin = this.begins[number]!;
    const bytes = readAt(this.path, this.file, begin, this.begins[number + 1]! - begin);
    const first = number * this.head.examplesInBlock;
    const last = Math.min(first + this.head.examplesInBlock, this.count);
    if (checksum(bytes) !== this.checksums[number]) {
      throw damaged(this.path, `block ${number + 1}, examples ${first + 1} to ${last},`);
    }
    const starts = new Uint32Array(last - first + 1);
    for (let index = first; index < last; index++) {
      const length = this.lengths[2 * index]! + this.lengths[2 * index + 1]!;
      starts[index - first + 1] = starts[index - first]! + length;
    }
    return { ids: numbers(bytes, this.head.widths.id), starts, first };
  }

  private placeBlocks(): Float64Array {
    const { widths, examplesInBlock } = this.head;
    const begins = new Float64Array(this.checksums.length + 1);
    let end = headBytes;
    for (let index = 0; index < this.count; index++) {
      if (index % examplesInBlock === 0) begins[index / examplesInBlock] = end;
      end += widths.id * (this.lengths[2 * index]! + this.lengths[2 * index + 1]!);
    }
    begins[this.checksums.length] = end;
    return begins;
  }
}

interface Block {
  readonly ids: Uint16Array | Uint32Array;
  /** Where the ids of each example begin, and where those of the last one end. */
  readonly starts: Uint32Array;
  /** The number of its first example. */
  readonly first: number;
}

function withEnd(ids: Uint16Array | Uint32Array): Int32Array {
  const ended = new Int32Array(ids.length + 1);
  ended.set(ids);
  ended[ids.length] = EOS;
  return ended;
}

function checkHead(path: string, head: Head | null): Head {
  if (head === null) throw new DataError(`${path}: not a token cache of henkan`);
  if (head.version === cacheVersion) return head;
  throw new DataError(`${path}: a token cache of version ${head.version}: expected version ${cacheVersion}`);
}

function checkTail(path: string, tail: Tail | null): Tail {
  if (tail === null) throw damaged(path, "its end");
  return tail;
}

function damaged(path: string, part: string): DataError {
  return new DataError(
    `${path}: the token cache is damaged: ${part} is not as it was written: delete the file, and it is made again`,
  );
}

function unreadable(path: string, cause: unknown): DataError {
  return new DataError(`${path}: cannot be read: ${errnoWords(cause)}`, { cause });
}

/** Reads a part of a file; one that ends too early is damaged. */
function readAt(path: string, file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const read = readNext(path, file, bytes, done, position + done);
    if (read === 0) throw damaged(path, "its end");
    done += read;
  }
  return bytes;
}

function readNext(path: string, file: number, bytes: Buffer, offset: number, position: number): number {
  try {
    return readSync(file, bytes, offset, bytes.length - offset, position);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Numbers of 2 or 4 bytes at an aligned offset, as typed arrays require; `copyOf` is for other offsets. */
function numbers(bytes: Buffer, width: 2 | 4): Uint16Array | Uint32Array {
  const { buffer, byteOffset, length } = bytes;
  if (width === 2) return new Uint16Array(buffer, byteOffset, length / 2);
  return new Uint32Array(buffer, byteOffset, length / 4);
}

function copyOf({ buffer, byteOffset, length }: Buffer): ArrayBufferLike {
  return buffer.slice(byteOffset, byteOffset + length);
}
