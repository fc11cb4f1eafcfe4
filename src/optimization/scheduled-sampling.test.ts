import { expect, it } from "vitest";
import { samplingShare } from "./scheduled-sampling.ts";

it.each([
  ["linear", [0, 0.2, 0.4]],
  ["exponential", [0, 0.4 * (1 - Math.exp(-2.5)), 0.4 * (1 - Math.exp(-5))]],
  ["inverse-sigmoid", [0.4 / (1 + Math.exp(5)), 0.2, 0.4 / (1 + Math.exp(-5))]],
  ["constant", [0.4, 0.4, 0.4]],
] as const)("the share of own predictions grows: %s", (schedule, shares) => {
  const found = [0, 0.5, 1].map((progress) => samplingShare({ rate: 0.4, schedule }, progress));
  found.forEach((share, i) => {
    expect(share).toBeCloseTo(shares[i]!, 12);
  });
});
