import { describe, expect, it } from "vitest";
import { CostModel } from "./cost-model.ts";
import { WaitEstimate } from "./wait-estimate.ts";

describe("the cost of batches", () => {
  it("is a line over tokens, for each kind", () => {
    const costs = new CostModel();
    for (let n = 1; n <= 30; n++) {
      costs.add("small", n * 10, 0.004 + n * 10 * 1e-4);
      costs.add("large", n * 10, 0.02 + n * 10 * 3e-4);
    }
    expect(costs.cost("small").fixed).toBeCloseTo(0.004, 6);
    expect(costs.cost("small").perToken).toBeCloseTo(1e-4, 8);
    expect(costs.cost("large").fixed).toBeCloseTo(0.02, 6);
    // Like all together, where a kind was never seen.
    expect(costs.cost("other").fixed).toBeCloseTo(0.012, 3);
  });

  it("is what was said, before there was a batch", () => {
    const first = { fixed: 1, perToken: 2 };
    expect(new CostModel(first).cost("any")).toEqual(first);
  });

  it("of batches of one size is right for that size", () => {
    const costs = new CostModel();
    for (let n = 0; n < 5; n++) costs.add("a", 100, 0.5);
    const { fixed, perToken } = costs.cost("a");
    expect(fixed + 100 * perToken).toBeCloseTo(0.5, 9);
  });

  it("follows a machine that becomes slower", () => {
    const costs = new CostModel();
    for (let n = 0; n < 100; n++) costs.add("a", 100 + (n % 10), 0.1);
    for (let n = 0; n < 300; n++) costs.add("a", 100 + (n % 10), 0.3);
    const { fixed, perToken } = costs.cost("a");
    expect(fixed + 100 * perToken).toBeCloseTo(0.3, 1);
  });

  it("is never negative, and of many kinds the last are kept", () => {
    const costs = new CostModel();
    costs.add("odd", 10, 1);
    costs.add("odd", 100, 0.1); // the larger was faster
    expect(costs.cost("odd")).toEqual({ fixed: expect.closeTo(0.55, 1), perToken: 0 });
    for (let n = 0; n < 300; n++) costs.add(`kind ${n}`, 10, 0.001);
    expect(costs.cost("odd").fixed + 10 * costs.cost("odd").perToken).toBeLessThan(0.05);
  });
});

describe("an estimate of waits", () => {
  it("is corrected until nearly all waits are no longer than it", () => {
    const waits = new WaitEstimate();
    // Found waits are up to twice what was expected.
    for (let n = 0; n < 20_000; n++) waits.add(1, 2 * ((n * 0.618) % 1));
    expect(waits.corrected(1)).toBeGreaterThan(1.9);
    expect(waits.corrected(1)).toBeLessThan(2.1);
  });

  it("learns nothing from short waits, or none", () => {
    const waits = new WaitEstimate();
    for (let n = 0; n < 100; n++) {
      waits.add(0.01, 5);
      waits.add(0, 5);
      waits.add(Number.POSITIVE_INFINITY, 5);
    }
    expect(waits.corrected(1)).toBe(1);
  });
});
