import { describe, expect, it } from "vitest";
import { Plateau } from "./plateau.ts";

describe("Plateau", () => {
  it("halves after `patience` evaluations without a better score and is over after `halvings`", () => {
    const plateau = new Plateau({ learningRate: 8, patience: 2, halvings: 1 });
    const seen = [5, 4, 4, 6, 3, 3, 3].map((score) => ({
      ...plateau.observe(score),
      rate: plateau.learningRate,
    }));
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
});
