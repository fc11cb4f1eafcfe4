import { computed, signal } from "@preact/signals";
import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import { noCleaning } from "../../src/data/cleaning.ts";
import { formatOfExtension } from "../../src/data/formats/index.ts";
import { tell } from "../app/problems.tsx";
import type { OwnData } from "../train/plan.ts";
import { call } from "../worker/calls.ts";
import type { ReadingAnswer, ReadingOptions, ReadingProgress } from "./reading.ts";

/** A file of pairs, or pasted text as one. */
interface Given {
  readonly file: Blob;
  readonly name: string;
}

/** How the next file is read; undefined format: by its name. */
export interface ReadingWish extends Omit<ReadingOptions, "format"> {
  readonly format: ReadingOptions["format"] | undefined;
}

export const readingWish = signal<ReadingWish>({
  format: undefined,
  swapped: false,
  clean: noCleaning,
  holdOut: 0.02,
});

/** What was read, with the name of the file; null where there is nothing. */
export const answer = signal<(ReadingAnswer & { readonly name: string }) | null>(null);

/** Of the file that is being read; null while none is. */
export const reading = signal<(ReadingProgress & { readonly name: string }) | null>(null);

let given: Given | undefined;
let running: AbortController | undefined;

/** Small enough for a tab; tokenizers are as the pairs suggest. */
const configuration: ConfigurationInput = {
  encoder: { size: 128, embedding: 64, dropout: 0.2 },
  decoder: { size: 128, embedding: 64, dropout: 0.2 },
  training: { batchTokens: 1000 },
};

/** The reader's own pairs, ready to be trained on; null where there are none. */
export const ownData = computed<OwnData | null>(() => {
  const found = answer.value;
  if (found === null || !("reading" in found)) return null;
  const { id, dev } = found.reading;
  if (dev.count === 0) return null;
  return { name: found.name, data: { reading: id }, configuration };
});

/** Reads a file, in place of what was read before. */
export function readFile(file: Blob, name: string): void {
  given = { file, name };
  void read();
}

/** Changes how files are read, and reads the same one again. */
export function wishReading(changes: Partial<ReadingWish>): void {
  readingWish.value = { ...readingWish.value, ...changes };
  if (given !== undefined) void read();
}

export function cancelReading(): void {
  running?.abort();
}

async function read(): Promise<void> {
  const { file, name } = given!;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const { format, ...wish } = readingWish.value;
  const ending = name.toLowerCase().replace(/\.gz$/, "").split(".").at(-1)!;
  reading.value = { name, share: 0, pairs: 0 };
  try {
    const found = await call(
      "data.read",
      { file, name, ...wish, format: format ?? formatOfExtension(ending) },
      {
        signal: mine.signal,
        onEvent: (progress) => {
          if (running === mine) reading.value = { name, ...progress };
        },
      },
    );
    if (running === mine) answer.value = { name, ...found };
  } catch (error) {
    tell(error);
  } finally {
    if (running === mine) {
      running = undefined;
      reading.value = null;
    }
  }
}
