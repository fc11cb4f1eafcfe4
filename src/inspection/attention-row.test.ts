import { describe, expect, it } from "vitest";
import { movedRow, withWeight } from "./attention-row.ts";

describe("a row of attention that is changed", () => {
  it("adds up to 1, and the others keep their proportions", () => {
    const row = withWeight([0.2, 0.1, 0.6, 0.1], 1, 0.55);
    expect(row[1]).toBe(0.55);
    expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(row[0]! / row[2]!).toBeCloseTo(1 / 3, 12);
  });

  it("shares evenly what all others had nothing of", () => {
    expect(withWeight([0, 1, 0], 1, 0.5)).toEqual([0.25, 0.5, 0.25]);
  });

  it("keeps weights between 0 and 1, and the only weight at 1", () => {
    expect(withWeight([0.5, 0.5], 0, 7)).toEqual([1, 0]);
    expect(withWeight([0.5, 0.5], 0, -7)).toEqual([0, 1]);
    expect(withWeight([1], 0, 0.3)).toEqual([1]);
  });

  it("moves around", () => {
    expect(movedRow([0.1, 0.2, 0.7], 1)).toEqual([0.7, 0.1, 0.2]);
    expect(movedRow([0.1, 0.2, 0.7], -1)).toEqual([0.2, 0.7, 0.1]);
    expect(movedRow([0.1, 0.2, 0.7], -4)).toEqual([0.2, 0.7, 0.1]);
  });
});
