import { describe, expect, it } from "vitest";
import { Plateau, type PlateauOptions } from "./plateau.ts";

/** After each evaluation: halvings so far, is training over? */
function watch(options: Partial<PlateauOptions>, scores: readonly number[]): [number, boolean][] {
  const plateau = new Plateau({
    schedule: "halving",
    patience: 1,
    halvings: 100,
    earlyStopping: 0,
    ...options,
  });
  return scores.map((score) => {
    plateau.observe(score);
    return [plateau.halvings, plateau.over];
  });
}

const scores = [5, 4, 4, 6, 3, 3, 3];

describe("a plateau", () => {
  it("halves after `patience` evaluations without a better score and is over after `halvings`", () => {
    expect(watch({ patience: 2, halvings: 1 }, scores)).toEqual([
      [0, false],
      [0, false],
      [0, false],
      [1, false],
      [1, false],
      [1, false],
      [2, true],
    ]);
  });

  it("neither halves nor ends under other schedules", () => {
    expect(watch({ schedule: "cosine", halvings: 0 }, scores)).toEqual(scores.map(() => [0, false]));
  });

  it("is over after `earlyStopping` evaluations in a row without a better score, under any schedule", () => {
    const over = (options: Partial<PlateauOptions>, given: number[]) =>
      watch(options, given).map(([, end]) => end);
    expect(over({ schedule: "constant", earlyStopping: 2 }, [5, 6, 4, 4, 3, 3, 3])).toEqual([
      ...Array(6).fill(false),
      true,
    ]);
    // Halvings do not begin the count again.
    expect(over({ patience: 1, earlyStopping: 3 }, [5, 5, 5, 5])).toEqual([false, false, false, true]);
    expect(over({ schedule: "step", earlyStopping: 1 }, [5, 5])).toEqual([false, true]);
  });
});
