import { describe, expect, it } from "vitest";
import { BestEpochs } from "./best-epochs.ts";

describe("the best epochs", () => {
  it("are ranked by score, earlier ones first, and no more than asked for", () => {
    const epochs = new BestEpochs(3);
    const weights = Float32Array.of(0, 0);
    const ranked = [5, 7, 3, 5, 9, 4].map((score, index) => {
      weights.fill(index + 1); // the caller's array goes on changing
      epochs.add(index + 1, score, weights);
      return epochs.ranking.map(({ epoch }) => epoch);
    });
    expect(ranked).toEqual([[1], [1, 2], [3, 1, 2], [3, 1, 4], [3, 1, 4], [3, 6, 1]]);
    expect(epochs.ranking.map(({ values }) => [...values])).toEqual([
      [3, 3],
      [6, 6],
      [1, 1],
    ]);
    expect(epochs.best).toMatchObject({ epoch: 3, score: 3 });
  });

  it("never are those without a finite score", () => {
    const epochs = new BestEpochs(2);
    for (const score of [Number.NaN, Number.POSITIVE_INFINITY]) epochs.add(1, score, Float32Array.of(1));
    expect(epochs.best).toBeUndefined();
  });

  it("give the mean of their weights", () => {
    const epochs = new BestEpochs(2);
    epochs.add(1, 9, Float32Array.of(100, 100, 100));
    epochs.add(2, 2, Float32Array.of(1, 2, 3));
    epochs.add(3, 1, Float32Array.of(3, 2, -4));
    const mean = new Float32Array(3);
    epochs.averageInto(mean);
    expect([...mean]).toEqual([2, 2, -0.5]);
  });
});
