import { Cleaner, type CleaningOptions, noCleaning } from "./cleaning.ts";
import type { Columns } from "./columns.ts";
import type { FileFormatName } from "./formats/index.ts";
import { openPairs, type PairFile, pairFileName } from "./open-pairs.ts";
import { noRemarks, type PairLine, type Remarks } from "./pair.ts";

/** A file of pairs, or two files of lines, and how it is read. */
export interface Dataset {
  readonly pairs: PairFile;
  readonly format?: FileFormatName | undefined;
  readonly columns?: Columns | undefined;
  readonly header?: boolean | undefined;
  /** Is put before each source text, with a space between them: `<2ja>`. */
  readonly tag?: string | undefined;
  /** See `datasetShares`. */
  readonly weight?: number | undefined;
  /** What it is called (default: its file). */
  readonly name?: string | undefined;
}

export function datasetName({ name, pairs }: Dataset): string {
  return name ?? pairFileName(pairs);
}

/** What a place of one of several datasets holds. */
export interface DatasetLine {
  /** The dataset's number, from 0 on. */
  readonly from: number;
  readonly line: PairLine;
}

export interface OpenDatasetsOptions {
  /** Default: nothing is changed and nothing left out. Duplicates are those of all datasets together. */
  readonly clean?: CleaningOptions | undefined;
  /** The sources of dev and test pairs, tags before them. */
  readonly held?: ReadonlySet<string> | undefined;
  readonly remarks?: Remarks | undefined;
  /** Told how many bytes on the disk are read since the last call. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/**
 * What several datasets hold, one after the other, with tags, and cleaned.
 * @throws {DataError} as `openPairs` does
 */
export async function* openDatasets(
  datasets: readonly Dataset[],
  { clean = noCleaning, held, remarks = noRemarks(), onBytes }: OpenDatasetsOptions = {},
): AsyncGenerator<DatasetLine, void, undefined> {
  const cleaner = new Cleaner(clean, remarks, held);
  for (const [from, { pairs, format, columns, header, tag }] of datasets.entries()) {
    for await (const line of openPairs(pairs, { format, columns, header, remarks, onBytes })) {
      yield { from, line: cleaner.clean(line, tag) };
    }
  }
}
