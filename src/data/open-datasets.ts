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
  /** Put before each source text, followed by a space: `<2ja>`. */
  readonly tag?: string | undefined;
  /** See `datasetShares`. */
  readonly weight?: number | undefined;
  /** The dataset's name (default: its file). */
  readonly name?: string | undefined;
}

export function datasetName({ name, pairs }: Dataset): string {
  return name ?? pairFileName(pairs);
}

/** A record of one of several datasets. */
export interface DatasetLine {
  /** The dataset's index, from 0 on. */
  readonly from: number;
  readonly line: PairLine;
}

export interface OpenDatasetsOptions {
  /** Default: nothing is changed and nothing left out. Duplicates are found across all datasets. */
  readonly clean?: CleaningOptions | undefined;
  /** The sources of dev and test pairs, with their tags. */
  readonly held?: ReadonlySet<string> | undefined;
  readonly remarks?: Remarks | undefined;
  /** Called with the number of bytes on disk that were read since the last call. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/**
 * Reads several datasets one after the other, with tags added and pairs cleaned.
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
