import { expect, test } from "vitest";
import { sentenceOf } from "../../src/metrics/index.ts";
import { isTaskName, tasks } from "../tasks/index.ts";
import { bucketBounds, GrowingScores } from "./length-scores.ts";
import { sentenceOfLength, TestSentences } from "./test-sentences.ts";

const segment = (hypothesis: string, reference: string) => ({
  hypothesis: sentenceOf(hypothesis),
  references: [sentenceOf(reference)],
});

test("scores by length, with exact intervals of shares, grow with every sentence", () => {
  const growing = new GrowingScores();
  growing.add([segment("a b", "a b"), segment("a", "b"), segment("a b c d", "a b c d")], [4, 5, 12]);
  growing.add([segment("x y", "x y")], [3]);
  const { exact_match: exact } = growing.scores();
  expect(exact).toMatchObject([
    { from: 1, to: 5, sentences: 3 },
    { from: 11, to: 15, sentences: 1, score: 100 },
  ]);
  expect(exact[0]!.score).toBeCloseTo(200 / 3, 10);
  // Clopper and Pearson for 2 of 3: R's binom.test(2, 3)$conf.int
  expect(exact[0]!.interval!.low).toBeCloseTo(9.429932, 4);
  expect(exact[0]!.interval!.high).toBeCloseTo(99.15962, 4);
  growing.add([segment("x", "y")], [4]);
  expect(growing.scores().exact_match[0]).toMatchObject({ sentences: 4, score: 50 });
  expect(growing.scores().bleu[0]!.sentences).toBe(4);
});

test("test sentences: of all lengths, none twice, and none that is ever trained on", () => {
  const test = new TestSentences("phrasebook", 1);
  const rounds = [test.next(), test.next(), test.next()].flat();
  expect(new Set(rounds.map(({ source }) => source)).size).toBe(rounds.length);
  const lengths = rounds.map(({ source }) => source.split(" ").length);
  for (const [i, bound] of bucketBounds.entries()) {
    const least = bucketBounds[i - 1] ?? 0;
    expect(lengths.filter((length) => length > least && length <= bound).length).toBeGreaterThan(10);
  }
  expect(new TestSentences("phrasebook", 2).next()).not.toEqual(new TestSentences("phrasebook", 1).next());
});

test("one sentence for each length of a slider", () => {
  for (const [name, { lengths }] of Object.entries(tasks)) {
    if (lengths === null || !isTaskName(name)) continue;
    const pair = sentenceOfLength(name, lengths.longest, 1);
    expect(pair).toBeDefined();
    expect(sentenceOfLength(name, lengths.longest, 1)).toEqual(pair);
  }
  expect(sentenceOfLength("phrasebook", 33, 1)!.source.split(" ")).toHaveLength(33);
});
