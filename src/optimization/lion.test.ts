import { expect, it } from "vitest";
import type { Kernels } from "./kernels.ts";
import { lion } from "./lion.ts";

it("lion steps by the sign of the mean, whatever the gradient's size", () => {
  const tensor = {
    rows: 1,
    columns: 3,
    values: Float32Array.of(1, 1, 1),
    gradient: Float32Array.of(1000, -0.001, 0),
    state: new Float32Array(3),
  };
  lion.create({}).update({} as Kernels, tensor, { update: 1, rate: 0.25, scale: 1, keep: 1 });
  expect([...tensor.values]).toEqual([0.75, 1.25, 1]);
  expect(tensor.state[0]).toBeCloseTo(1, 5);
});
