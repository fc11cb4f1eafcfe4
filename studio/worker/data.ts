import { readPairs } from "../data/read-pairs.ts";
import type { ReadingAnswer, ReadingProgress, ReadingRequest } from "../data/reading.ts";
import type { CallContext } from "./handler.ts";

/** Between two words about progress. */
const milliseconds = 100;

/** Calls that read pairs of the person's own. */
export const dataHandlers = {
  /** Reads a file in pieces; a `.gz` is unpacked on the way. */
  async "data.read"(
    { file, ...options }: ReadingRequest,
    { emit, signal }: CallContext<ReadingProgress>,
  ): Promise<ReadingAnswer> {
    let last = 0;
    const onProgress = (progress: ReadingProgress) => {
      if (performance.now() - last < milliseconds) return;
      last = performance.now();
      emit(progress);
    };
    const isPacked = options.name.toLowerCase().endsWith(".gz");
    const stream = isPacked ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
    try {
      return await readPairs(piecesOf(stream), { ...options, size: file.size, onProgress, signal });
    } catch (error) {
      if (signal.aborted || !(error instanceof Error)) throw error;
      return { problem: { kind: "other", message: `${options.name}: ${error.message}` } };
    }
  },
};

/** The pieces of a stream, which is given up where the reader stops early. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {}); // it may have failed already
  }
}
