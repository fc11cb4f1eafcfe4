import { DataError } from "../../errors.ts";
import { RandomStream } from "../../random.ts";
import type { Scored, SegmentCounts } from "../segment-counts.ts";

/**
 * Scores of each system on bootstrap resamples: as many sentences as there are, drawn with replacement (Efron and
 * Tibshirani 1993, chapter 6). Which sentences a resample holds depends on the seed, its number and the number of
 * sentences alone, so all metrics and systems see the same ones and their scores can be paired.
 * @param systems at least one, all with the same number of rows
 * @returns [resamples] for each system
 * @throws {DataError} where a resample's score is not finite
 */
export function resampledScores(
  systems: readonly SegmentCounts[],
  metric: Scored,
  { resamples, seed }: { resamples: number; seed: number },
): Float64Array[] {
  const times = new Int32Array(systems[0]!.rows);
  const scores = systems.map(() => new Float64Array(resamples));
  const sums = systems.map(({ width }) => new Float64Array(width));
  for (let r = 0; r < resamples; r++) {
    drawRows(times, seed, r);
    systems.forEach((counts, s) => {
      addRows(counts, times, sums[s]!);
      const score = metric.score(sums[s]!);
      if (!Number.isFinite(score)) {
        throw new DataError(
          `bootstrap: resample ${r + 1} scores ${score}, expected a finite score of any choice of sentences; leave ` +
            "out sentences that the metric cannot score",
        );
      }
      scores[s]![r] = score;
    });
  }
  return scores;
}

/** Fills with how often each row is drawn. */
function drawRows(times: Int32Array, seed: number, resample: number): void {
  const random = new RandomStream(seed, "bootstrap", resample);
  times.fill(0);
  for (let i = 0; i < times.length; i++) times[random.integer(times.length)]!++;
}

/** Puts the sum of the rows, each taken so many times, into `sums`, [width]. Row by row, to read memory in order. */
function addRows({ width, values }: SegmentCounts, times: Int32Array, sums: Float64Array): void {
  sums.fill(0);
  for (let i = 0; i < times.length; i++) {
    const factor = times[i]!;
    if (factor === 0) continue;
    const start = i * width;
    for (let c = 0; c < width; c++) sums[c]! += factor * values[start + c]!;
  }
}
