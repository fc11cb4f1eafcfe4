import fc from "fast-check";
import { expect, test } from "vitest";
import { datasetShares } from "./dataset-shares.ts";

test("shares are each dataset's own part, nearer to one another with temperature, or weights", () => {
  const datasets = [{ pairs: 900 }, { pairs: 100 }, { pairs: 0 }];
  expect(datasetShares(datasets)).toEqual([0.9, 0.1, 0]);
  expect(datasetShares(datasets, 2)).toEqual([0.75, 0.25, 0]);
  expect(
    datasetShares([
      { pairs: 900, weight: 1 },
      { pairs: 100, weight: 3 },
    ]),
  ).toEqual([0.25, 0.75]);
  expect(
    datasetShares([
      { pairs: 0, weight: 1 },
      { pairs: 1, weight: 3 },
    ]),
  ).toEqual([0, 1]);
  expect(datasetShares([{ pairs: 0 }])).toEqual([0]);
});

test("property: shares add up to 1, and more pairs never get a smaller one", () => {
  const counts = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1 });
  fc.assert(
    fc.property(counts, fc.double({ min: 1, max: 100, noNaN: true }), (pairs, temperature) => {
      const shares = datasetShares(
        pairs.map((count) => ({ pairs: count })),
        temperature,
      );
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      for (const [i, count] of pairs.entries()) {
        for (const [j, other] of pairs.entries())
          if (count <= other) expect(shares[i]).toBeLessThanOrEqual(shares[j]!);
      }
    }),
  );
});
