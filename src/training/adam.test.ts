import { describe, expect, it } from "vitest";
import { RandomStream } from "../random.ts";
import { Adam } from "./adam.ts";

describe("Adam", () => {
  it("does what the paper's algorithm 1 says, step by step in double precision", () => {
    const length = 7; // not a multiple of the four lanes
    const random = new RandomStream(1, "adam");
    const adam = new Adam(length);
    const expected = Array.from(adam.values, () => random.normal());
    adam.values.set(expected);
    const moments = expected.map(() => [0, 0] as [number, number]);
    const [learningRate, scale] = [0.01, 0.5];
    for (let t = 1; t <= 20; t++) {
      for (let i = 0; i < length; i++) {
        adam.gradient[i] = random.normal();
        const slope = scale * adam.gradient[i]!;
        const [m, v] = moments[i]!;
        moments[i] = [0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope ** 2];
        const mHat = moments[i]![0] / (1 - 0.9 ** t);
        const vHat = moments[i]![1] / (1 - 0.999 ** t);
        expected[i]! -= (learningRate * mHat) / (Math.sqrt(vHat) + 1e-8);
      }
      adam.update(learningRate, scale);
    }
    adam.values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });

  it("gives the gradient's norm in double precision", () => {
    const adam = new Adam(1_000_003);
    adam.gradient.fill(1.1);
    expect(adam.gradientNorm()).toBeCloseTo(Math.fround(1.1) * Math.sqrt(1_000_003), 8);
  });

  it("leaves the buffers' neighbours alone", () => {
    const adam = new Adam(5);
    adam.gradient.fill(1);
    adam.update(0.1, 1);
    expect([...adam.gradient]).toEqual([1, 1, 1, 1, 1]);
    for (const value of adam.values) expect(value).toBeCloseTo(-0.1, 6);
  });
});
