import { DataError } from "../errors.ts";
import type { Segment } from "./segment.ts";

/**
 * A corpus metric whose score is a function of sums over sentences. That is what makes resampling, scores by length
 * and scores of files of any length cheap: a sentence is counted once.
 */
export interface Metric {
  /** As in files and on the command line: `bleu`, `chrf++`, `exact_match`. */
  readonly name: string;
  /** One line, shown beside the score. */
  readonly definition: string;
  readonly higherIsBetter: boolean;
  /**
   * All that another program must know to get the same score, in the form of sacreBLEU (Post 2018, "A call for clarity
   * in reporting BLEU scores"): `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:henkan-…`.
   */
  signature(references: number | "var"): string;
  /** How many numbers `count` gives. */
  readonly width: number;
  /**
   * The counts of one sentence, [width]. The sentence has a reference.
   * @throws {DataError} where the segment lacks what the metric counts
   */
  count(segment: Segment): Float64Array;
  /** The score of counts, [width], summed over one sentence or more. */
  score(sums: Float64Array): number;
  /** Where the score is a percentage of sentences: of how many, and how many they are. Its interval is exact then. */
  share?(sums: Float64Array): { readonly successes: number; readonly trials: number };
}

/**
 * The counts of a segment.
 * @param index from 0, for the error
 * @throws {DataError} where it has no reference
 */
export function countSegment(metric: Metric, segment: Segment, index: number): Float64Array {
  if (segment.references.length === 0) {
    throw new DataError(`${metric.name}: sentence ${index + 1} has no reference, expected at least one`);
  }
  return metric.count(segment);
}
