import { writeFileAtomically } from "../write-file.ts";
import { checksum, encodeHead, encodeTail, examplesInBlock, headBytes, type Widths } from "./format.ts";
import { GrowingBytes } from "./growing-bytes.ts";

/** Some examples as numbers, in the widths of a cache. */
export interface EncodedChunk {
  /** The source ids and target ids of each example, without `</s>`. */
  readonly ids: Uint16Array | Uint32Array;
  /** S and T of each example, without `</s>`. */
  readonly lengths: Uint16Array | Uint32Array;
}

/**
 * Writes a token cache as a whole or not at all, see `writeFileAtomically`. Memory holds the lengths of all examples:
 * 4 bytes each if no side has more than 65,535 tokens.
 *
 * @param chunks the examples, in order, any number at a time
 * @param describe returns, after all examples have been seen, the cache's description as JSON
 * @throws DataError if the file cannot be written; errors of `chunks` are passed on
 */
export async function writeTokenCache(
  path: string,
  widths: Widths,
  chunks: AsyncIterable<EncodedChunk>,
  describe: () => Promise<unknown>,
): Promise<void> {
  await writeFileAtomically(path, cacheBytes(widths, chunks, describe));
}

async function* cacheBytes(
  widths: Widths,
  chunks: AsyncIterable<EncodedChunk>,
  describe: () => Promise<unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const head = encodeHead(widths);
  const lengths = new GrowingBytes();
  const blocks = new BlockChecksums();
  let examples = 0;
  let index = headBytes;
  yield head;
  for await (const chunk of chunks) {
    const bytes = bytesOf(chunk.ids);
    blocks.add(chunk.lengths, bytes, widths.id);
    lengths.add(bytesOf(chunk.lengths));
    examples += chunk.lengths.length / 2;
    index += bytes.length;
    yield bytes;
  }
  const checksums = blocks.finish();
  const description = Buffer.from(JSON.stringify(await describe()));
  const parts = [lengths.bytes(), checksums, description];
  yield* parts;
  yield encodeTail({
    index,
    description: index + lengths.length + checksums.length,
    examples,
    checksum: [head, ...parts].reduce((before, part) => checksum(part, before), 0),
  });
}

/** Computes the checksum of each block from examples that come in chunks of other sizes. */
class BlockChecksums {
  private readonly done = new GrowingBytes();
  private examples = 0;
  private running = 0;

  add(lengths: Uint16Array | Uint32Array, bytes: Uint8Array, width: number): void {
    let begin = 0;
    let end = 0;
    for (let i = 0; i < lengths.length; i += 2) {
      end += width * (lengths[i]! + lengths[i + 1]!);
      if (++this.examples % examplesInBlock > 0) continue;
      this.running = checksum(bytes.subarray(begin, end), this.running);
      this.endBlock();
      begin = end;
    }
    this.running = checksum(bytes.subarray(begin, end), this.running);
  }

  finish(): Uint8Array {
    if (this.examples % examplesInBlock > 0) this.endBlock();
    return this.done.bytes();
  }

  private endBlock(): void {
    this.done.add(bytesOf(Uint32Array.of(this.running)));
    this.running = 0;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
