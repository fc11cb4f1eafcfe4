import fc from "fast-check";
import { expect, test } from "vitest";
import { largest, quantizeMatrix } from "./quantize.ts";

test("rounds each column, or each row, with a scale of its own", () => {
  const matrix = Float32Array.of(63, -2, 0, -126, 0.5, 0);
  const byColumn = quantizeMatrix(matrix, 3, "column", 63);
  expect(Array.from(byColumn.values)).toEqual([32, -63, 0, -63, 16, 0]);
  expect(byColumn.scales).toEqual(Float32Array.of(2, 2 / 63, 1));
  const byRow = quantizeMatrix(matrix, 3, "row", 126);
  expect(Array.from(byRow.values)).toEqual([126, -4, 0, -126, 1, 0]);
  expect(byRow.scales).toEqual(Float32Array.of(0.5, 1));
});

test("is off by half a scale at most, and stays inside its range", () => {
  const floats = fc
    .float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 })
    .map((value) => (Math.abs(value) < 1e-30 ? 0 : value));
  const rows = fc.array(fc.tuple(floats, floats, floats), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(rows, fc.constantFrom(63, 127), (list, most) => {
      const matrix = Float32Array.from(list.flat());
      const { values, scales } = quantizeMatrix(matrix, 3, "column", most);
      matrix.forEach((value, i) => {
        const scale = scales[i % 3]!;
        expect(scale).toBeGreaterThan(0);
        expect(Math.abs(values[i]!)).toBeLessThanOrEqual(most);
        expect(Math.abs(values[i]! * scale - value)).toBeLessThanOrEqual(scale * 0.5001);
      });
    }),
  );
});

test("divides by no scale of 0", () => {
  const { values, scales } = quantizeMatrix(Float32Array.of(0, 1.5e-45), 2, "column", 63);
  expect(scales).toEqual(Float32Array.of(1, 1));
  expect(Array.from(values)).toEqual([0, 0]);
});

test("two products with the largest activation fit into 16 bits", () => {
  expect(2 * 255 * largest.column).toBeLessThan(2 ** 15);
  expect(2 * 255 * (largest.column + 2)).toBeGreaterThanOrEqual(2 ** 15);
});
