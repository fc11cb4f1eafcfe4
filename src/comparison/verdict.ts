import {
  bootstrapInterval,
  type Metric,
  pairedBootstrap,
  type SegmentCounts,
  selectRows,
  sumRows,
} from "../metrics/index.ts";
import type { ArmFamily, BucketDifference, ComparisonVerdict, Difference } from "./comparison-result.ts";
import { type SeedMetric, seedMetric } from "./seed-counts.ts";

/** What the verdict needs to know of an arm. */
export interface AssessedArm {
  readonly name: string;
  readonly family: ArmFamily;
  /** The dev score that chose the checkpoint, negated if lower is better. */
  readonly goodness: number;
  /** Counts of the test sentences, see `seedCounts`. */
  readonly counts: SegmentCounts;
}

/** The sentences of a bucket, see `LengthBucket`. */
interface Bucket {
  readonly from: number;
  readonly to: number | null;
  readonly rows: readonly number[];
}

/** With fewer sentences, a resample may well contain none from a bucket. */
const fewestForGrowth = 20;

const bootstrap = { resamples: 1000, seed: 1 };

/**
 * Compares the best attention arm with the best fixed-vector arm by paired bootstrap (Koehn 2004): over all sentences,
 * in the shortest and in the longest bucket. Both arms are chosen on dev, so that the test set plays no part in the
 * choice. Also tells how the difference grows between the two buckets, as Bahdanau 2015 and Cho 2014 claim.
 * @param buckets from short to long
 * @returns null where either kind is missing
 */
export function findVerdict(
  metric: Metric,
  seeds: number,
  arms: readonly AssessedArm[],
  buckets: readonly Bucket[],
): ComparisonVerdict | null {
  const attention = bestOf(arms, "attention");
  const fixed = bestOf(arms, "fixed");
  if (attention === undefined || fixed === undefined) return null;
  const towards = goodness(metric, seeds);
  const compare = (rows?: readonly number[]): Difference => {
    const [a, b] = [attention, fixed].map(({ counts }) => (rows ? selectRows(counts, rows) : counts));
    const { difference, low, high } = pairedBootstrap(a!, b!, towards, bootstrap);
    return shown(difference, low, high);
  };
  const inBucket = ({ from, to, rows }: Bucket): BucketDifference => ({
    from,
    to,
    sentences: rows.length,
    ...compare(rows),
  });
  const [shortest, longest] = [buckets[0]!, buckets.at(-1)!];
  const several = buckets.length > 1;
  return {
    attention: attention.name,
    fixed: fixed.name,
    overall: compare(),
    shortest: several ? inBucket(shortest) : null,
    longest: several ? inBucket(longest) : null,
    growth:
      several && Math.min(shortest.rows.length, longest.rows.length) >= fewestForGrowth
        ? growth(towards, [attention.counts, fixed.counts], shortest, longest)
        : null,
  };
}

function bestOf(arms: readonly AssessedArm[], family: ArmFamily): AssessedArm | undefined {
  return arms
    .filter((arm) => arm.family === family)
    .reduce<AssessedArm | undefined>(
      (best, arm) => (best === undefined || arm.goodness > best.goodness ? arm : best),
      undefined,
    );
}

/** The score, negated if lower is better. */
function goodness(metric: Metric, seeds: number): SeedMetric {
  const { width, score } = seedMetric(metric, seeds);
  return { width, score: (sums) => (metric.higherIsBetter ? score(sums) : -score(sums)) };
}

/**
 * How much larger the difference is in the longest bucket than in the shortest. Each sentence counts in its own bucket:
 * the counts of both systems in both buckets stand side by side, so that one bootstrap resamples all of them.
 */
function growth(
  metric: SeedMetric,
  systems: readonly SegmentCounts[],
  shortest: Bucket,
  longest: Bucket,
): Difference {
  const { width } = metric;
  const members = [...shortest.rows, ...longest.rows];
  const isLong = (i: number) => i >= shortest.rows.length;
  const values = new Float64Array(members.length * 4 * width);
  members.forEach((row, i) => {
    systems.forEach((counts, system) => {
      const own = counts.values.subarray(row * width, (row + 1) * width);
      values.set(own, (i * 4 + (isLong(i) ? 2 : 0) + system) * width);
    });
  });
  const counts = { rows: members.length, width: 4 * width, values };
  const scored = {
    score(sums: Float64Array): number {
      const part = (n: number) => metric.score(sums.slice(n * width, (n + 1) * width));
      return part(2) - part(3) - (part(0) - part(1));
    },
  };
  const { low, high } = bootstrapInterval(counts, scored, bootstrap);
  return shown(scored.score(sumRows(counts)), low, high);
}

function shown(difference: number, low: number, high: number): Difference {
  return { difference, interval: { low, high }, shows: low > 0 ? "attention" : high < 0 ? "fixed" : null };
}
