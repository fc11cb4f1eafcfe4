import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { tokenErrorRate } from "./error-rate.ts";
import { countsOf } from "./metric.fixture.ts";
import { sentenceOf } from "./segment.ts";
import { checkCounts, checkPairedCounts, countSegments, selectRows, sumRows } from "./segment-counts.ts";

test("a segment gives a row", () => {
  const pairs = [
    ["a b", "a c d"],
    ["x", "x"],
    ["p q r", "q"],
  ] as const;
  const segments = pairs.map(([hypothesis, reference]) => ({
    hypothesis: sentenceOf(hypothesis),
    references: [sentenceOf(reference)],
  }));
  const counts = countSegments(tokenErrorRate, segments);
  expect(counts).toEqual({ rows: 3, width: 2, values: Float64Array.of(2, 3, 0, 1, 2, 1) });
});

const three = countsOf([
  [1, 2],
  [3, 5],
  [7, 11],
]);

test("rows are summed count by count", () => {
  expect([...sumRows(three)]).toEqual([11, 18]);
});

test("rows are selected in the order asked for, also twice", () => {
  expect(selectRows(three, [2, 0, 2])).toEqual(
    countsOf([
      [7, 11],
      [1, 2],
      [7, 11],
    ]),
  );
});

test("counts that do not fit are errors", () => {
  expect(() => checkCounts("bootstrap", countsOf([]))).toThrow(
    new DataError("bootstrap: expected counts of at least one sentence, there are none"),
  );
  expect(() => checkCounts("bootstrap", { ...three, rows: 4 })).toThrow(
    new DataError("bootstrap: 6 counts for 4 sentences of 2, expected 8"),
  );
  expect(() => checkPairedCounts("paired bootstrap", three, countsOf([[1, 2]]))).toThrow(
    new DataError(
      "paired bootstrap: 3 sentences of one system and 1 of the other, expected both systems' outputs for the same " +
        "sentences in the same order",
    ),
  );
  expect(() => checkPairedCounts("paired bootstrap", three, countsOf([[1], [2], [3]]))).toThrow(
    new DataError(
      "paired bootstrap: 2 counts a sentence of one system and 1 of the other, expected counts of the same metric",
    ),
  );
});
