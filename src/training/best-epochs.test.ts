import { describe, expect, it } from "vitest";
import { BestEpochs } from "./best-epochs.ts";

describe("the best epochs", () => {
  it("are ranked by score, earlier ones first, and no more than asked for", () => {
    const epochs = new BestEpochs(3);
    const weights = Float32Array.of(0, 0);
    const ranked = [5, 7, 3, 5, 9, 4].map((score, index) => {
      weights.fill(index + 1); // the caller's array goes on changing
      epochs.add(index + 1, { score, loss: 1 }, weights);
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

  it("are ranked by loss where their scores are equal, and tell whether they are the best", () => {
    const epochs = new BestEpochs(9);
    const best = [3, 2, 2, 4, 1].map((loss, index) =>
      epochs.add(index + 1, { score: -100, loss }, Float32Array.of(0)),
    );
    expect(best).toEqual([true, true, false, false, true]);
    expect(epochs.add(6, { score: -99, loss: 0 }, Float32Array.of(0))).toBe(false);
    expect(epochs.ranking.map(({ epoch }) => epoch)).toEqual([5, 2, 3, 1, 4, 6]);
  });

  it("never are those without a finite score and loss", () => {
    const epochs = new BestEpochs(2);
    for (const unsound of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(epochs.add(1, { score: unsound, loss: 1 }, Float32Array.of(1))).toBe(false);
      expect(epochs.add(1, { score: -100, loss: unsound }, Float32Array.of(1))).toBe(false);
    }
    expect(epochs.best).toBeUndefined();
  });

  it("give the mean of their weights", () => {
    const epochs = new BestEpochs(2);
    epochs.add(1, { score: 9, loss: 1 }, Float32Array.of(100, 100, 100));
    epochs.add(2, { score: 2, loss: 1 }, Float32Array.of(1, 2, 3));
    epochs.add(3, { score: 1, loss: 1 }, Float32Array.of(3, 2, -4));
    const mean = new Float32Array(3);
    epochs.averageInto(mean);
    expect([...mean]).toEqual([2, 2, -0.5]);
  });
});
