import type { CleaningOptions } from "../../src/data/cleaning.ts";
import type { FileFormatName } from "../../src/data/formats/index.ts";
import type { Pair, Skipped } from "../../src/data/index.ts";
import type { Told } from "../problems/told.ts";

/** How a reader's file of pairs is to be read. */
export interface ReadingOptions {
  readonly format: FileFormatName;
  /** Whether source and target change places. */
  readonly swapped: boolean;
  /** Whether the first line names columns; undefined: the format's own rule. */
  readonly header?: boolean | undefined;
  readonly clean: CleaningOptions;
  /** The part of the pairs that is held out, above 0 and below 1. */
  readonly holdOut: number;
}

/** A reader's file; it is passed to the worker as it is, which reads it in pieces. */
export interface ReadingRequest extends ReadingOptions {
  readonly file: Blob;
  /** In messages. */
  readonly name: string;
}

export interface ReadingProgress {
  /** Share of the file that is read, 0 … 1. */
  readonly share: number;
  readonly pairs: number;
}

/** A record that gave no pair. */
export interface LeftOut {
  /** Its number in the file, from 1 on: of a table, the row. */
  readonly record: number;
  readonly reason: keyof Skipped;
}

/** The pairs of a file. They stay in the worker. */
export interface ReadPairs extends Omit<Reading, "id" | "train" | "dev"> {
  readonly train: readonly Pair[];
  readonly dev: readonly Pair[];
}

/** Some pairs, and how many there are. */
interface Part {
  readonly count: number;
  readonly first: readonly Pair[];
}

/** What a file holds. */
export interface Reading {
  /** Under which the worker has the pairs. */
  readonly id: number;
  readonly train: Part;
  readonly dev: Part;
  readonly skipped: Skipped;
  /** The first records that gave no pair. */
  readonly leftOut: readonly LeftOut[];
  /** In how many kept pairs markup became text, and in how many there are invalid characters. */
  readonly markup: number;
  readonly invalid: number;
  /** Where reading stopped: only so many pairs or characters fit into a tab. */
  readonly cut: "pairs" | "characters" | null;
  readonly remarks: readonly Remark[];
  readonly sides: { readonly source: ReadSide; readonly target: ReadSide };
}

export interface ReadSide {
  /** In characters. */
  readonly median: number;
  readonly longest: number;
  /** What `auto` chooses. */
  readonly tokenizer: "words" | "characters";
}

/** Something about pairs that a person should know before training on them. */
export type Remark =
  | { readonly kind: "few"; readonly pairs: number }
  | { readonly kind: "noDev" }
  | { readonly kind: "long"; readonly pairs: number; readonly limit: number }
  | { readonly kind: "severalTargets"; readonly sources: number }
  | { readonly kind: "duplicates"; readonly pairs: number };

/** Why a file cannot be read, in words of the page; what readers say themselves is `other`. */
export type ReadingProblem =
  | { readonly kind: "empty" }
  | { readonly kind: "binary"; readonly like: string }
  | { readonly kind: "oneColumn"; readonly line: string }
  | { readonly kind: "onePair" }
  | { readonly kind: "other"; readonly told: Told };

export type ReadingAnswer<R = Reading> = { readonly reading: R } | { readonly problem: ReadingProblem };
