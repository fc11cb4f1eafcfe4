import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { RandomStream } from "../random.ts";
import type { HostTensor, HostTensors } from "../runtime/index.ts";
import * as g from "./index.ts";

const random = new RandomStream(8, "order");

function floats(shape: readonly number[], values?: readonly number[]): HostTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return {
    dtype: "float32",
    shape,
    data: Float32Array.from(values ?? Array.from({ length: size }, () => random.normal())),
  };
}

function integers(shape: readonly number[], values: readonly number[]): HostTensor {
  return { dtype: "int64", shape, data: BigInt64Array.from(values, BigInt) };
}

function numbers({ data }: HostTensor): number[] {
  return Array.from(data as Float32Array, Number);
}

/** Rows of the last axis. */
function rows(tensor: HostTensor): number[][] {
  const size = tensor.shape.at(-1)!;
  const all = numbers(tensor);
  return Array.from({ length: size === 0 ? 0 : all.length / size }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );
}

/** Places of a row's numbers, the largest first, of equal ones the first. */
function sorted(row: readonly number[]): number[] {
  return [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b);
}

describe.each(runtimes)("order, $name", ({ open }) => {
  const run = async (outputs: Readonly<Record<string, g.Tensor>>, feeds: HostTensors) =>
    (await (await open()).compile(g.toOnnx(outputs))).run(feeds);

  describe("topK", () => {
    it.each([1, 3, 7])("gives the %i largest of each row, and where they are", async (k) => {
      const x = floats([2, 5, 7]);
      const { values, indices } = await run({ ...g.topK(g.input("x", ["B", "T", 7]), k) }, { x });
      expect(values!.shape).toEqual([2, 5, k]);
      expect(indices!.dtype).toBe("int64");
      const expected = rows(x).map((row) => sorted(row).slice(0, k));
      expect(rows(indices!)).toEqual(expected);
      expect(rows(values!)).toEqual(rows(x).map((row, i) => expected[i]!.map((at) => row[at])));
    });

    it("sorts rows without a number, of a size that is known when it runs", async () => {
      const top = g.topK(g.input("x", ["B", "N"]));
      expect(top.values.shape).toEqual(["B", "N"]);
      for (const size of [1, 5, 300]) {
        const x = floats([3, size]);
        const { indices } = await run({ ...top }, { x });
        expect(rows(indices!)).toEqual(rows(x).map(sorted));
      }
    });

    it.each([2, 5, 40])("gives the first of equals first, %i of 40", async (k) => {
      const x = floats(
        [3, 40],
        Array.from({ length: 120 }, () => random.integer(4)),
      );
      const { indices } = await run({ ...g.topK(g.input("x", ["B", 40]), k) }, { x });
      expect(rows(indices!)).toEqual(rows(x).map((row) => sorted(row).slice(0, k)));
    });

    it("gives the first of equals where all are, as of what is dead", async () => {
      const x = floats([2, 9], Array<number>(18).fill(-1e30));
      const { indices, values } = await run({ ...g.topK(g.input("x", ["B", 9]), 4) }, { x });
      expect(rows(indices!)).toEqual([
        [0, 1, 2, 3],
        [0, 1, 2, 3],
      ]);
      expect(new Set(numbers(values!))).toEqual(new Set([Math.fround(-1e30)]));
    });
  });

  it("nonZero gives the places where a condition holds, or none", async () => {
    const x = g.input("x", ["N"]);
    const places = g.nonZero(g.greater(x, 0), "n");
    expect([places.shape, places.dtype]).toEqual([["n"], "int64"]);
    const outputs = { places, count: g.sizeOf(places) };
    for (const values of [[1, -1, 0, 2, 5], [-1, -2, 0], [3], []]) {
      const found = await run(outputs, { x: floats([values.length], values) });
      const expected = [...values.keys()].filter((i) => values[i]! > 0);
      expect(found.places!.shape).toEqual([expected.length]);
      expect(numbers(found.places!)).toEqual(expected);
      expect(numbers(found.count!)).toEqual([expected.length]);
    }
  });

  it("range counts up to before its limit", async () => {
    const counted = g.range(g.input("limit", [], "int64"), "n");
    expect(counted.shape).toEqual(["n"]);
    for (const limit of [0, 1, 5]) {
      const { counted: found } = await run({ counted }, { limit: integers([], [limit]) });
      expect(numbers(found!)).toEqual([...Array(limit).keys()]);
    }
  });

  it.each([
    { name: "rows", at: [4, 0, 2] },
    { name: "no row", at: [] },
    { name: "every row", at: [1, 0, 4, 3, 2] },
  ])("putRows replaces $name and leaves the others", async ({ at }) => {
    const feeds = { x: floats([5, 2, 3]), at: integers([at.length], at), rows: floats([at.length, 2, 3]) };
    const { put } = await run(
      {
        put: g.putRows(
          g.input("x", ["N", 2, 3]),
          g.input("at", ["n"], "int64"),
          g.input("rows", ["n", 2, 3]),
        ),
      },
      feeds,
    );
    const expected = numbers(feeds.x);
    at.forEach((place, i) => {
      for (let j = 0; j < 6; j++) expected[place * 6 + j] = numbers(feeds.rows)[i * 6 + j]!;
    });
    expect(put!.shape).toEqual([5, 2, 3]);
    expect(numbers(put!)).toEqual(expected);
  });

  it("putRows replaces numbers of a vector", async () => {
    const feeds = {
      x: integers([4], [5, 6, 7, 8]),
      at: integers([2], [3, 1]),
      rows: integers([2], [50, 60]),
    };
    const vector = (name: string, size: string) => g.input(name, [size], "int64");
    const { put } = await run(
      { put: g.putRows(vector("x", "N"), vector("at", "n"), vector("rows", "n")) },
      feeds,
    );
    expect(numbers(put!)).toEqual([5, 60, 7, 50]);
  });

  it("putColumns replaces some columns of each row; of one that is named twice, with the same value", async () => {
    const x = floats([2, 5]);
    const at = integers([2, 3], [0, 3, 3, 4, 1, 4]);
    const values = floats([2, 3], [10, 20, 20, 30, 40, 30]);
    const { put } = await run(
      {
        put: g.putColumns(
          g.input("x", ["R", 5]),
          g.input("at", ["R", "n"], "int64"),
          g.input("values", ["R", "n"]),
        ),
      },
      { x, at, values },
    );
    const [a, b] = rows(x) as [number[], number[]];
    expect(rows(put!)).toEqual([
      [10, a[1], a[2], 20, a[4]],
      [b[0], 40, b[2], b[3], 30],
    ]);
  });

  it("cumulativeSum sums the last axis up to each element", async () => {
    const x = floats(
      [3, 2, 5],
      Array.from({ length: 30 }, () => random.integer(9)),
    );
    const whole = integers([3], [4, 0, 7]);
    const found = await run(
      {
        sums: g.cumulativeSum(g.input("x", ["B", 2, 5])),
        wholeSums: g.cumulativeSum(g.input("whole", ["N"], "int64")),
      },
      { x, whole },
    );
    const upTo = (row: readonly number[]) => row.map((_, i) => row.slice(0, i + 1).reduce((a, b) => a + b));
    expect(rows(found.sums!)).toEqual(rows(x).map(upTo));
    expect(numbers(found.wholeSums!)).toEqual([4, 4, 11]);
  });

  it("relabel gives sizes other names, so that what has them fits, and changes no number", async () => {
    const [a, b] = [g.input("a", ["A", 3]), g.input("b", ["B", 3])];
    expect(() => g.add(a, b)).toThrow("A");
    const renamed = g.relabel(a, ["B", 3]);
    expect(renamed.shape).toEqual(["B", 3]);
    const feeds = { a: floats([2, 3]), b: floats([2, 3]) };
    const { same, sum } = await run({ same: renamed, sum: g.add(renamed, b) }, feeds);
    expect(numbers(same!)).toEqual(numbers(feeds.a));
    const [x, y] = [numbers(feeds.a), numbers(feeds.b)];
    expect(numbers(sum!)).toEqual(x.map((value, i) => Math.fround(value + y[i]!)));
  });
});
