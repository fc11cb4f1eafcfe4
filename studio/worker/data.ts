import type { Pair } from "../../src/data/index.ts";
import { readPairs } from "../data/read-pairs.ts";
import type { Reading, ReadingAnswer, ReadingProgress, ReadingRequest, ReadPairs } from "../data/reading.ts";
import { StudioError } from "../problems/studio-problem.ts";
import { type Told, toldAs, toldOf } from "../problems/told.ts";
import type { CallContext } from "./handler.ts";

/** Pairs that were read, the last ones: a training takes them by their number. */
const kept = new Map<number, Pick<ReadPairs, "train" | "dev">>();
const mostKept = 2;
let last = 0;

/** Pairs that the page is shown. */
const shown = 8;

/** @throws {StudioError} where the worker has them no more */
export function pairsOfReading(id: number): Pick<ReadPairs, "train" | "dev"> {
  const pairs = kept.get(id);
  if (pairs === undefined) {
    const text = "your pairs are not in memory any more: read the file again";
    throw new StudioError({ kind: "pairsGone", text });
  }
  return pairs;
}

/** Between two words about progress. */
const milliseconds = 100;

/** Calls that read pairs of the person's own. */
export const dataHandlers = {
  /** Reads a file in pieces; a `.gz` is unpacked on the way. */
  async "data.read"(
    { file, ...options }: ReadingRequest,
    { emit, signal }: CallContext<ReadingProgress>,
  ): Promise<ReadingAnswer> {
    let told = 0;
    const onProgress = (progress: ReadingProgress) => {
      if (performance.now() - told < milliseconds) return;
      told = performance.now();
      emit(progress);
    };
    const isPacked = options.name.toLowerCase().endsWith(".gz");
    const stream = isPacked ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
    try {
      const found = await readPairs(piecesOf(stream), { ...options, size: file.size, onProgress, signal });
      return "problem" in found ? found : { reading: keep(found.reading) };
    } catch (error) {
      if (signal.aborted || !(error instanceof Error)) throw error;
      return { problem: { kind: "other", told: unreadable(error, options.name, isPacked) } };
    }
  },
};

/** Browsers say with a `TypeError` that a stream is not what is to be unpacked. */
function unreadable(error: Error, place: string, isPacked: boolean): Told {
  const text = `${place}: ${error.message}`;
  if (isPacked && error.name === "TypeError") return toldAs({ kind: "notGzip", text, place });
  return { ...toldOf(error), message: text };
}

function keep({ train, dev, ...about }: ReadPairs): Reading {
  const id = ++last;
  kept.set(id, { train, dev });
  for (const older of [...kept.keys()].slice(0, -mostKept)) kept.delete(older);
  const part = (pairs: readonly Pair[]) => ({ count: pairs.length, first: pairs.slice(0, shown) });
  return { ...about, id, train: part(train), dev: part(dev) };
}

/** The pieces of a stream, which is given up where the reader stops early. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {}); // it may have failed already
  }
}
