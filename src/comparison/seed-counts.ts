import {
  countSegments,
  type Metric,
  type Scored,
  type Segment,
  type SegmentCounts,
} from "../metrics/index.ts";

/** A metric over several seeds' outputs for the same sentences: the mean of the seeds' scores. */
export interface SeedMetric extends Scored {
  readonly width: number;
  /** For one seed alone: see `Metric`. */
  readonly share?: NonNullable<Metric["share"]>;
}

/**
 * The counts of each sentence for all seeds side by side: resampling draws a sentence for every seed, so that an
 * interval of the mean score shows what other sentences would change.
 */
export function seedCounts(metric: Metric, runs: readonly (readonly Segment[])[]): SegmentCounts {
  const each = runs.map((segments) => countSegments(metric, segments));
  const rows = each[0]!.rows;
  const width = metric.width * each.length;
  const values = new Float64Array(rows * width);
  each.forEach((counts, seed) => {
    for (let row = 0; row < rows; row++) {
      const own = counts.values.subarray(row * metric.width, (row + 1) * metric.width);
      values.set(own, row * width + seed * metric.width);
    }
  });
  return { rows, width, values };
}

/** The metric that scores the counts of `seedCounts`. */
export function seedMetric(metric: Metric, seeds: number): SeedMetric {
  const { width } = metric;
  return {
    width: width * seeds,
    score(sums) {
      let total = 0;
      for (let seed = 0; seed < seeds; seed++) {
        total += metric.score(sums.slice(seed * width, (seed + 1) * width));
      }
      return total / seeds;
    },
    ...(seeds === 1 && metric.share !== undefined ? { share: metric.share } : {}),
  };
}
