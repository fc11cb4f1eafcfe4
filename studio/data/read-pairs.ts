import { Cleaner } from "../../src/data/cleaning.ts";
import { type FileFormatName, fileFormats } from "../../src/data/formats/index.ts";
import { holdOut, type Pair, type Skipped } from "../../src/data/index.ts";
import { countSkipped, noRemarks } from "../../src/data/pair.ts";
import { utf16Of } from "../../src/data/utf-16.ts";
import { DataError } from "../../src/errors.ts";
import { toldOf } from "../problems/told.ts";
import { binaryKind } from "./binary-kind.ts";
import { limits } from "./limits.ts";
import type {
  LeftOut,
  ReadingAnswer,
  ReadingOptions,
  ReadingProblem,
  ReadingProgress,
  ReadPairs,
} from "./reading.ts";
import { describeSides, remarksOn } from "./remarks.ts";

export interface ReadPairsOptions extends ReadingOptions {
  readonly name: string;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly onProgress?: (progress: ReadingProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads pairs by the readers of the command line, cleans them and holds some out, until the file or the room in a tab
 * ends. What readers refuse is an answer, not an error.
 */
export async function readPairs(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadPairsOptions,
): Promise<ReadingAnswer<ReadPairs>> {
  try {
    return { reading: await read(chunks, options) };
  } catch (error) {
    if (error instanceof UnreadableFile) return { problem: error.problem };
    if (error instanceof DataError) return { problem: { kind: "other", told: toldOf(error) } };
    throw error;
  }
}

class UnreadableFile extends Error {
  readonly problem: ReadingProblem;
  constructor(problem: ReadingProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

async function read(chunks: AsyncIterable<Uint8Array>, options: ReadPairsOptions): Promise<ReadPairs> {
  const { name, format, header, swapped, clean, signal } = options;
  const remarks = noRemarks();
  const cleaner = new Cleaner(clean, remarks);
  const skipped: Skipped = { blank: 0, empty: 0 };
  const leftOut: LeftOut[] = [];
  const pairs: Pair[] = [];
  const bytes = watched(chunks, options, () => pairs.length);
  let characters = 0;
  let record = 0;
  let cut: ReadPairs["cut"] = null;
  for await (const line of fileFormats[format].read(bytes, {
    name,
    remarks,
    ...(fileFormats[format].options.includes("header") && { header }),
  })) {
    signal?.throwIfAborted();
    record++;
    const kept = cleaner.clean(typeof line === "string" || !swapped ? line : turned(line));
    if (typeof kept === "string") {
      countSkipped(skipped, kept);
      if (leftOut.length < limits.leftOut && kept !== "header") leftOut.push({ record, reason: kept });
      continue;
    }
    pairs.push(kept);
    characters += kept.source.length + kept.target.length;
    if (characters >= limits.characters) cut = "characters";
    if (pairs.length >= limits.pairs) cut = "pairs";
    if (cut !== null) break;
  }
  if (pairs.length === 0) throw new UnreadableFile({ kind: "empty" });
  if (pairs.length === 1) throw new UnreadableFile({ kind: "onePair" });
  const { train, dev } = holdOut(pairs, { share: options.holdOut, seed: 1 });
  const sides = describeSides(pairs);
  return {
    ...{ train, dev, skipped, leftOut, cut, sides },
    ...{ markup: remarks.markup, invalid: remarks.invalid },
    remarks: remarksOn(pairs, dev, clean.duplicates === "keep"),
  };
}

function turned({ source, target }: Pair): Pair {
  return { source: target, target: source };
}

/** Passes bytes on, tells how far reading is, and refuses what is no text with two columns. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  { size, format, onProgress }: ReadPairsOptions,
  pairs: () => number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let seen = 0;
  for await (const chunk of chunks) {
    if (seen === 0) refuse(chunk, format);
    seen += chunk.length;
    yield chunk;
    onProgress?.({ share: size === 0 ? 1 : seen / size, pairs: pairs() });
  }
}

/** What stands between two columns. */
const separators: Partial<Readonly<Record<FileFormatName, RegExp>>> = { tsv: /\t/, csv: /[,;\t]/ };

function refuse(start: Uint8Array, format: FileFormatName): void {
  const like = binaryKind(start);
  if (like !== null) throw new UnreadableFile({ kind: "binary", like });
  const separator = separators[format];
  if (separator === undefined || utf16Of(start) !== null) return;
  const text = new TextDecoder().decode(start.subarray(0, 10_000));
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  const isOneColumn = lines.every((line) => !separator.test(line) && !/^(#|sep=)/.test(line));
  if (lines.length > 0 && isOneColumn)
    throw new UnreadableFile({ kind: "oneColumn", line: lines[0]!.slice(0, 80) });
}
