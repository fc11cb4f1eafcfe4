import { describe, expect, it } from "vitest";
import { RandomStream } from "../random.ts";
import { eigenpairs, principalPlane } from "./principal-plane.ts";

const random = new RandomStream(5, "plane");
const draw = (count: number) => Array.from({ length: count }, () => random.normal());

describe("eigenpairs", () => {
  it("are those of the matrix, orthonormal, the largest first", () => {
    const n = 7;
    const half = Array.from({ length: n }, () => draw(n));
    const matrix = half.map((a) => Float64Array.from(half, (b) => a.reduce((s, x, i) => s + x * b[i]!, 0)));
    const pairs = eigenpairs(matrix);
    expect(pairs.map(({ value }) => value)).toEqual(
      pairs.map(({ value }) => value).toSorted((a, b) => b - a),
    );
    for (const { value, vector } of pairs) {
      matrix.forEach((row, i) => {
        const product = row.reduce((sum, x, j) => sum + x * vector[j]!, 0);
        expect(product).toBeCloseTo(value * vector[i]!, 9);
      });
      for (const other of pairs) {
        const product = vector.reduce((sum, x, i) => sum + x * other.vector[i]!, 0);
        expect(product).toBeCloseTo(other === pairs.find((one) => one.vector === vector) ? 1 : 0, 9);
      }
    }
  });

  it("of a known matrix", () => {
    const [first, second] = eigenpairs([Float64Array.of(2, 1), Float64Array.of(1, 2)]);
    expect(first!.value).toBeCloseTo(3, 12);
    expect(second!.value).toBeCloseTo(1, 12);
    expect(Math.abs(first!.vector[0]!)).toBeCloseTo(Math.SQRT1_2, 12);
  });
});

describe("the principal plane", () => {
  it("finds the plane that points lie in, with all of their distances", () => {
    const [u, v, middle] = [draw(11), draw(11), draw(11)];
    const points = Array.from({ length: 9 }, () => {
      const [a, b] = [3 * random.normal(), random.normal()];
      return u.map((x, h) => middle[h]! + a * x + b * v[h]!);
    });
    const { place, explained } = principalPlane(points);
    expect(explained[0] + explained[1]).toBeCloseTo(1, 9);
    expect(explained[0]).toBeGreaterThan(explained[1]);
    for (const p of points) {
      for (const q of points) {
        const [[px, py], [qx, qy]] = [place(p), place(q)];
        const apart = Math.hypot(...p.map((x, h) => x - q[h]!));
        expect(Math.hypot(px - qx, py - qy)).toBeCloseTo(apart, 8);
      }
    }
  });

  it("is the same for the same points, whatever their signs: the largest element of an axis is above 0", () => {
    const points = [
      [0, 0, 0],
      [-4, 0, 0],
      [-2, -1, 0],
    ].map((point) => Float32Array.from(point));
    const [x, y] = principalPlane(points).place([-3, -2, 0]);
    expect(x).toBeLessThan(0);
    expect(y).toBeLessThan(0);
    expect(principalPlane(points).place([1, 2, 3])).toEqual(principalPlane(points).place([1, 2, 3]));
  });

  it("of points on a line, and of one point", () => {
    const line = principalPlane([
      [0, 0],
      [3, 4],
      [6, 8],
    ]);
    expect(line.explained[0]).toBeCloseTo(1, 12);
    expect(line.place([6, 8])[0]).toBeCloseTo(5, 9);
    expect(line.place([6, 8])[1]).toBeCloseTo(0, 9);
    const one = principalPlane([[2, 3, 4]]);
    expect(one.explained).toEqual([0, 0]);
    expect(one.place([2, 3, 5])).toEqual([0, 0]);
  });
});
