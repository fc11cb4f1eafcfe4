import type { Columns } from "../columns.ts";
import type { PairLine, Remarks } from "../pair.ts";

/** What a format may leave open, so that a user says it. */
type FormatOption = "columns" | "header";

/** How a file of pairs is written. */
export interface FileFormat {
  /** How names of its files end, without the dot, in lower case. */
  readonly extensions: readonly string[];
  /** One line of help: what the file is, and which of it are source and target. */
  readonly description: string;
  /** The options that say something of it. */
  readonly options: readonly FormatOption[];
  /**
   * What each place of a file holds, a pair or why it gives none.
   * @throws {DataError} at the first place that is not of the format
   */
  readonly read: (chunks: AsyncIterable<Uint8Array>, options: FormatReading) => AsyncIterable<PairLine>;
}

export interface FormatReading {
  /** What errors call the file. */
  readonly name: string;
  readonly columns?: Columns | undefined;
  /** Whether the first line names columns. Default: the format's own rule. */
  readonly header?: boolean | undefined;
  /** Counts what was done to pairs. */
  readonly remarks: Remarks;
}
