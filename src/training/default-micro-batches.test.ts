import { describe, expect, it } from "vitest";
import { defaultMicroBatches } from "./default-micro-batches.ts";

const quickstart = { parameters: 1e6, threads: 2, ranks: 1, batchTokens: 1500, batches: 5000 };

describe("parts of a batch, by default", () => {
  it("are as many as there are threads, as long as they are not too small", () => {
    expect(defaultMicroBatches(quickstart)).toBe(2);
    expect(defaultMicroBatches({ ...quickstart, threads: 6 })).toBe(6);
    expect(defaultMicroBatches({ ...quickstart, threads: 64 })).toBe(9);
    expect(defaultMicroBatches({ ...quickstart, threads: 1 })).toBe(1);
  });

  it("are whole batches where a model is large, a run short, or a batch small", () => {
    expect(defaultMicroBatches({ ...quickstart, parameters: 17e6 })).toBe(1);
    expect(defaultMicroBatches({ ...quickstart, batches: 100 })).toBe(1);
    expect(defaultMicroBatches({ ...quickstart, batchTokens: 200, batches: 50_000 })).toBe(1);
  });

  it("are enough for all ranks in any case", () => {
    expect(defaultMicroBatches({ ...quickstart, parameters: 17e6, threads: 8, ranks: 4 })).toBe(4);
  });
});
