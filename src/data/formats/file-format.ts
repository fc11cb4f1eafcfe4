import type { Columns } from "../columns.ts";
import type { PairLine, Remarks } from "../pair.ts";

/** What a format may leave open for the user to say. */
type FormatOption = "columns" | "header";

/** How a file of pairs is written. */
export interface FileFormat {
  /** Its file extensions, without the dot, in lower case. */
  readonly extensions: readonly string[];
  /** One line of help: what the file is, and which parts are source and target. */
  readonly description: string;
  /** The options that apply to it. */
  readonly options: readonly FormatOption[];
  /**
   * Reads each record of a file: a pair, or why there is none.
   * @throws {DataError} at the first record that is invalid in the format
   */
  readonly read: (chunks: AsyncIterable<Uint8Array>, options: FormatReading) => AsyncIterable<PairLine>;
}

export interface FormatReading {
  /** The file's name in error messages. */
  readonly name: string;
  readonly columns?: Columns | undefined;
  /** Whether the first line names columns. Default: the format's own rule. */
  readonly header?: boolean | undefined;
  /** Counts what was done to pairs. */
  readonly remarks: Remarks;
}
