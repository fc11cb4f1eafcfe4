import { expect, it } from "vitest";
import { RandomStream } from "../random.ts";
import { outputNormal, recurrentGates } from "./initializers.ts";

it("orthogonal recurrent weights have one matrix with QᵀQ = I for each gate, each another", () => {
  const [H, gates] = [7, 3];
  const values = new Float32Array(H * gates * H);
  recurrentGates("orthogonal", gates)(values, [H, gates * H], new RandomStream(1, "weights"));
  const column = (gate: number, j: number) =>
    Array.from({ length: H }, (_, i) => values[i * gates * H + gate * H + j]!);
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  for (let gate = 0; gate < gates; gate++) {
    for (let i = 0; i < H; i++) {
      for (let j = 0; j < H; j++) {
        expect(dot(column(gate, i), column(gate, j))).toBeCloseTo(i === j ? 1 : 0, 6);
      }
    }
  }
  expect(column(0, 0)).not.toEqual(column(1, 0));
});

it("output weights start with a deviation of 2/√H", () => {
  const values = new Float32Array(64 * 5000);
  outputNormal(64)(values, [64, 5000], new RandomStream(1, "weights"));
  const squares = values.reduce((sum, x) => sum + x * x, 0);
  expect(Math.sqrt(squares / values.length)).toBeCloseTo(0.25, 2);
});
