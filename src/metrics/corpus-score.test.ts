import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../errors.ts";
import { corpusScore, createScoreAccumulator, sentenceScores } from "./corpus-score.ts";
import { metricNames, metricsNamed } from "./named-metrics.ts";
import { type Segment, sentenceOf } from "./segment.ts";
import { countSegments, selectRows, sumRows } from "./segment-counts.ts";

const word = fc.constantFrom("a", "b", "cd", "C", "e.", "。", "1,5");
const sentence = fc.array(word, { maxLength: 8 }).map((words) => sentenceOf(words.join(" ")));
const forced = fc.record({
  negativeLogLikelihood: fc.double({ min: 0, max: 50, noNaN: true }),
  tokens: fc.integer({ min: 9, max: 20 }),
  correct: fc.integer({ min: 0, max: 9 }),
  sentences: fc.integer({ min: 1, max: 3 }),
});
const segment = (references: { minLength: number; maxLength: number }): fc.Arbitrary<Segment> =>
  fc.record({ hypothesis: sentence, references: fc.array(sentence, references), forced });
const segments = fc.array(segment({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });

describe.each(metricsNamed(metricNames))("$name", (metric) => {
  it("counts as many numbers as it says, and has a definition and a signature", () => {
    fc.assert(
      fc.property(segment({ minLength: 1, maxLength: 3 }), (one) => {
        expect(metric.count(one)).toHaveLength(metric.width);
      }),
    );
    expect(metric.definition).not.toBe("");
    expect(metric.signature(2)).toMatch(/^nrefs:2\|.*\|version:henkan-\d/);
  });

  it("has the same score from the sums of any split", () => {
    fc.assert(
      fc.property(segments, fc.nat(5), (all, at) => {
        const counts = countSegments(metric, all);
        const whole = sumRows(counts);
        const rows = [...all.keys()];
        const [left, right] = [rows.slice(0, at), rows.slice(at)].map((some) =>
          sumRows(selectRows(counts, some)),
        );
        const together = left!.map((sum, i) => sum + right![i]!);
        for (const [i, sum] of together.entries()) expect(sum).toBeCloseTo(whole[i]!, 9);
        expect(corpusScore(metric, all)).toBe(metric.score(whole));
      }),
    );
  });

  it("scores a sentence alone as a corpus of one", () => {
    fc.assert(
      fc.property(segments, (all) => {
        expect(sentenceScores(metric, all)).toEqual(all.map((one) => corpusScore(metric, [one])));
      }),
    );
  });

  it("does not mind the order of references", () => {
    fc.assert(
      fc.property(segment({ minLength: 2, maxLength: 3 }), (one) => {
        const turned = { ...one, references: one.references.toReversed() };
        expect(corpusScore(metric, [turned])).toBeCloseTo(corpusScore(metric, [one]), 9);
      }),
    );
  });
});

describe.each(metricsNamed(["bleu", "chrf", "chrf++", "exact_match"]))("$name", (metric) => {
  it("is 100 for a copy", () => {
    const copy = {
      hypothesis: sentenceOf("Is it 3.5 km?"),
      references: ["no", "Is it 3.5 km?"].map(sentenceOf),
    };
    expect(corpusScore(metric, [copy])).toBeCloseTo(100, 9);
  });
});

describe.each(metricsNamed(["ter", "wer", "sequence_error_rate", "token_error_rate", "cer"]))(
  "$name",
  (metric) => {
    it("is 0 for a copy", () => {
      const copy = {
        hypothesis: sentenceOf("Is it 3.5 km?"),
        references: ["no", "Is it 3.5 km?"].map(sentenceOf),
      };
      expect(corpusScore(metric, [copy])).toBe(0);
    });
  },
);

describe("a score accumulator", () => {
  const [metric] = metricsNamed(["token_error_rate"]);
  const segmentOf = (hypothesis: string, ...references: string[]): Segment => ({
    hypothesis: sentenceOf(hypothesis),
    references: references.map(sentenceOf),
  });

  it("scores what came so far, and goes on", () => {
    const accumulator = createScoreAccumulator(metric!);
    accumulator.add(segmentOf("a", "b"));
    expect([accumulator.score(), accumulator.sentences]).toEqual([100, 1]);
    accumulator.add(segmentOf("a b c", "a b c"));
    expect([accumulator.score(), accumulator.sentences]).toEqual([25, 2]);
  });

  it("signs with the number of references, or that it varies", () => {
    const accumulator = createScoreAccumulator(metric!);
    accumulator.add(segmentOf("a", "b", "c"));
    accumulator.add(segmentOf("a", "b", "c"));
    expect(accumulator.signature()).toBe(metric!.signature(2));
    accumulator.add(segmentOf("a", "b"));
    expect(accumulator.signature()).toBe(metric!.signature("var"));
    accumulator.add(segmentOf("a", "b"));
    expect(accumulator.signature()).toBe(metric!.signature("var"));
  });

  it("refuses nothing, and a sentence without a reference", () => {
    expect(() => corpusScore(metric!, [])).toThrow(
      new DataError("token_error_rate: expected at least one sentence, there is none"),
    );
    const bare = new DataError("token_error_rate: sentence 2 has no reference, expected at least one");
    expect(() => corpusScore(metric!, [segmentOf("a", "b"), segmentOf("a")])).toThrow(bare);
    expect(() => sentenceScores(metric!, [segmentOf("a", "b"), segmentOf("a")])).toThrow(bare);
    expect(() => countSegments(metric!, [segmentOf("a", "b"), segmentOf("a")])).toThrow(bare);
  });
});
