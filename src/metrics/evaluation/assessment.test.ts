import { describe, expect, test } from "vitest";
import { DataError } from "../../errors.ts";
import { corpusScore } from "../corpus-score.ts";
import { metricsNamed } from "../named-metrics.ts";
import { type Segment, sentenceOf } from "../segment.ts";
import { countSegments } from "../segment-counts.ts";
import { binomialInterval } from "../statistics/binomial-interval.ts";
import { bootstrapInterval } from "../statistics/bootstrap.ts";
import { createAssessor } from "./assessment.ts";

const segments: Segment[] = Array.from({ length: 40 }, (_, i) => ({
  source: sentenceOf("s ".repeat(1 + (i % 8))),
  hypothesis: sentenceOf(i % 3 === 0 ? "a b c" : "a c b d"),
  references: [sentenceOf("a b c"), ...(i === 7 ? [sentenceOf("a c")] : [])],
}));
const metrics = metricsNamed(["bleu", "token_error_rate", "sequence_error_rate"], { tokenize: "none" });

function assess(options: Partial<Parameters<typeof createAssessor>[0]>, of = segments) {
  const assessor = createAssessor({ metrics, ...options });
  of.forEach(assessor.add);
  return assessor.assessment();
}

describe("an assessment", () => {
  test("holds each metric's score, signature and interval", () => {
    const { sentences, references, metrics: scores, intervals, signatures } = assess({ seed: 3 });
    expect({ sentences, references }).toEqual({ sentences: 40, references: "var" });
    for (const metric of metrics) {
      expect(scores[metric.name]).toBe(corpusScore(metric, segments));
      expect(signatures[metric.name]).toBe(metric.signature("var"));
    }
    const per = metrics[1]!;
    const { low, high } = bootstrapInterval(countSegments(per, segments), per, { seed: 3 });
    expect(intervals.token_error_rate).toEqual({ low, high });
    const misses = 40 - 14; // every third output is right
    const exact = binomialInterval(misses, 40);
    expect(intervals.sequence_error_rate).toEqual({ low: 100 * exact.low, high: 100 * exact.high });
  });

  test("without resamples there are no intervals", () => {
    expect(assess({ resamples: 0 }).intervals).toEqual({
      bleu: null,
      token_error_rate: null,
      sequence_error_rate: null,
    });
  });

  test("the seed and the number of resamples tell", () => {
    expect(assess({ seed: 3 })).toEqual(assess({ seed: 3 }));
    expect(assess({ seed: 3 }).intervals.token_error_rate).not.toEqual(
      assess({ seed: 4, resamples: 100 }).intervals.token_error_rate,
    );
  });

  test("scores by source length are those of the bucket's sentences", () => {
    const { byLength } = assess({ byLength: [3, 6] });
    expect(byLength!.of).toBe("source");
    expect(byLength!.buckets.map(({ from, to, sentences }) => [from, to, sentences])).toEqual([
      [1, 3, 15],
      [4, 6, 15],
      [7, null, 10],
    ]);
    for (const { from, to, metrics: scores, brevityRatio } of byLength!.buckets) {
      const own = segments.filter(({ source }) => {
        const { length } = source!.tokens;
        return length >= from && length <= (to ?? 99);
      });
      for (const metric of metrics) expect(scores[metric.name]).toBeCloseTo(corpusScore(metric, own), 10);
      expect(brevityRatio).toBeGreaterThan(1);
    }
  });

  test("by reference length where the sources are not known", () => {
    const bare = segments.map(({ hypothesis, references }) => ({ hypothesis, references }));
    const { byLength } = assess({ byLength: true }, bare);
    expect(byLength).toMatchObject({ of: "reference", buckets: [{ from: 1, to: 5, sentences: 40 }] });
  });

  test("the worst sentences by a metric of their own", () => {
    const [per] = metricsNamed(["token_error_rate"]);
    const { worst } = assess({ worst: { metric: per!, most: 2 } });
    expect(worst.map(({ sentence }) => sentence)).toEqual([2, 3]);
  });

  test("past 20,000 sentences intervals come when asked for", () => {
    const many = Array.from({ length: 20_001 }, () => segments[0]!);
    const per = metrics.slice(1, 2);
    expect(assess({ metrics: per }, many).intervals.token_error_rate).toBeNull();
    expect(assess({ metrics: per, resamples: 39 }, many).intervals.token_error_rate).toEqual({
      low: 0,
      high: 0,
    });
    expect(assess({ metrics: per }, many.slice(1)).intervals.token_error_rate).toEqual({ low: 0, high: 0 });
  });

  test("of nothing is an error", () => {
    expect(() => assess({}, [])).toThrow(
      new DataError("expected at least one sentence to score, there is none"),
    );
  });
});
