import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.ts";
import * as g from "./index.ts";
import { broadcastShapes, mergeDimensions } from "./shape.ts";

const x = g.input("x", ["B", 3]);

describe("shape errors name the operator, the shapes and the dimension", () => {
  it.each<[string, () => unknown, string]>([
    ["add", () => g.add(x, g.input("y", ["B", 4])), "Add: [B, 3] and [B, 4] do not broadcast: 3 meets 4"],
    [
      "two names",
      () => g.add(x, g.input("y", ["T", 3])),
      "Add: [B, 3] and [T, 3] do not broadcast: B meets T",
    ],
    [
      "dtypes",
      () => g.add(x, g.input("i", ["B", 3], "int32")),
      "Add: operands are float32 and int32; cast one of them",
    ],
    [
      "matmul",
      () => g.matmul(x, g.input("w", [4, 5])),
      "matmul: [B, 3] · [4, 5]: the inner sizes 3 and 4 differ",
    ],
    [
      "matmul, transposed",
      () => g.matmul(x, g.input("w", [3, 4]), { transposeB: true }),
      "matmul: [B, 3] · [3, 4]ᵀ: the inner sizes 3 and 4 differ",
    ],
    [
      "matmul of a vector",
      () => g.matmul(x, g.input("w", [3])),
      "matmul: [B, 3] · [3]: both sides need two axes or more",
    ],
    ["reshape", () => g.reshape(g.input("y", [2, 3]), [7]), "reshape: [2, 3] has 6 elements, [7] 7"],
    ["squeeze", () => g.squeeze(x, 1), "squeeze: axis 1 of [B, 3] is not of size 1"],
    ["transpose", () => g.transpose(x, [0, 0]), "transpose: [0,0] is not an order of the axes of [B, 3]"],
    [
      "concat",
      () => g.concat([x, g.input("y", ["T", 3])]),
      "concat: [B, 3] and [T, 3] differ outside axis -1",
    ],
    ["split", () => g.split(x, [2, 2]), "split: parts of 2 + 2 do not make axis -1 of [B, 3]"],
    ["sum", () => g.sum(x, { axes: [2] }), "ReduceSum: [B, 3] has no axis 2"],
    ["pick", () => g.pick(x, g.input("i", ["T"], "int32")), "pick: [B, 3] has no element for each of [T]"],
    ["zeros", () => g.zeros(["T"], x), "zeros: [B, 3] does not tell the size T"],
  ])("%s", (_, trace, message) => {
    expect(trace).toThrow(new ShapeError(message));
  });
});

describe("broadcastShapes", () => {
  it("aligns at the right and stretches ones", () => {
    expect(
      broadcastShapes("add", [
        ["T", 1, 3],
        ["B", 1],
      ]),
    ).toEqual(["T", "B", 3]);
    expect(broadcastShapes("add", [[], [2]])).toEqual([2]);
  });
});

describe("mergeDimensions", () => {
  it("multiplies numbers and joins names", () => {
    expect(mergeDimensions(2, 3)).toBe(6);
    expect(mergeDimensions("T", "B")).toBe("T*B");
    expect(mergeDimensions(1, "B")).toBe("B");
  });
});
