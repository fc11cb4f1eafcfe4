import { describe, expect, it } from "vitest";
import { LearningRate } from "./learning-rate.ts";

const scores = [5, 4, 4, 6, 3, 3, 3];

describe("the learning rate", () => {
  it("halves after `patience` evaluations without a better score and is over after `halvings`", () => {
    const rate = new LearningRate({ schedule: "halving", learningRate: 8, patience: 2, halvings: 1 });
    const seen = scores.map((score) => ({ ...rate.observe(score), rate: rate.at(0.5) }));
    expect(seen).toEqual([
      { better: true, over: false, rate: 8 },
      { better: true, over: false, rate: 8 },
      { better: false, over: false, rate: 8 },
      { better: false, over: false, rate: 4 },
      { better: true, over: false, rate: 4 },
      { better: false, over: false, rate: 4 },
      { better: false, over: true, rate: 2 },
    ]);
  });

  it("falls along a cosine from the start to the end of the run, whatever dev says", () => {
    const rate = new LearningRate({ schedule: "cosine", learningRate: 8, patience: 1, halvings: 0 });
    const seen = scores.map((score) => rate.observe(score));
    expect(seen.map(({ better }) => better)).toEqual([true, true, false, false, true, false, false]);
    expect(seen.some(({ over }) => over)).toBe(false);
    expect(rate.at(0)).toBe(8);
    expect(rate.at(0.5)).toBeCloseTo(4, 12);
    expect(rate.at(1)).toBe(0);
  });
});
