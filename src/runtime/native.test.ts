import { expect, test } from "vitest";
import { withWeights } from "./models.fixture.ts";
import { openNative } from "./native.ts";

test("makes no second copy of the outputs when all are preallocated", async () => {
  const size = 2 ** 22;
  const executable = await (await openNative(1)).compile(withWeights(size));
  const [x, y] = [2, 0].map((start) => ({
    dtype: "float32" as const,
    shape: [size],
    data: new Float32Array(size).fill(start),
  }));
  const before = process.memoryUsage().arrayBuffers;
  await executable.run({ x: x! }, { y: y! });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(size);
  expect(y!.data[size - 1]).toBe(3);
});
