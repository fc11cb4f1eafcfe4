import type { Metric } from "../metric.ts";
import { type SegmentCounts, sumRows } from "../segment-counts.ts";
import { binomialInterval } from "./binomial-interval.ts";
import { type BootstrapOptions, bootstrapInterval } from "./bootstrap.ts";
import type { Interval } from "./interval.ts";

/**
 * The 95 % interval of a score: exact where the score is a share of sentences, by bootstrap otherwise. Null where one
 * sentence shows no spread.
 * @throws {ConfigError} where the bootstrap's options are out of range
 */
export function scoreInterval(
  metric: Pick<Metric, "score" | "share">,
  counts: SegmentCounts,
  options: BootstrapOptions,
): Interval | null {
  if (metric.share !== undefined) {
    const { successes, trials } = metric.share(sumRows(counts));
    const { low, high } = binomialInterval(successes, trials, options);
    return { low: 100 * low, high: 100 * high };
  }
  if (counts.rows < 2) return null;
  const { low, high } = bootstrapInterval(counts, metric, options);
  return { low, high };
}
