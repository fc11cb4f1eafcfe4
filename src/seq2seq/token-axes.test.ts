import { describe, expect, it } from "vitest";
import { tinyConfiguration } from "../../test/support/tiny-model.ts";
import { takeTokens, tokenAxes } from "./token-axes.ts";

describe("tokenAxes", () => {
  it("finds the embeddings and the output layer", () => {
    expect([...tokenAxes(tinyConfiguration())]).toEqual([
      ["encoder.embedding", { side: "source", axis: 0 }],
      ["decoder.embedding", { side: "target", axis: 0 }],
      ["decoder.output.weight", { side: "target", axis: 1 }],
      ["decoder.output.bias", { side: "target", axis: 0 }],
    ]);
  });

  it("finds what both sides share", () => {
    const decoder = { embedding: 6, tiedEmbeddings: "all" } as const;
    const tied = tinyConfiguration({ vocabulary: "joint", encoder: { embedding: 6 }, decoder });
    expect([...tokenAxes(tied)].map(([name, { axis }]) => [name, axis])).toEqual([
      ["shared.embedding", 0],
      ["decoder.output.bias", 0],
    ]);
  });
});

describe("takeTokens", () => {
  const view = (shape: readonly number[], values: readonly number[]) => ({
    name: "x",
    shape,
    data: Float32Array.from(values),
  });

  it.each([
    ["rows", 0, view([3, 2], [1, 2, 3, 4, 5, 6]), [4, 2], [5, 6, 0, 0, 1, 2, 5, 6]],
    ["columns", 1, view([2, 3], [1, 2, 3, 4, 5, 6]), [2, 4], [3, 0, 1, 3, 6, 0, 4, 6]],
    ["a middle axis", 1, view([2, 3, 1], [1, 2, 3, 4, 5, 6]), [2, 4, 1], [3, 0, 1, 3, 6, 0, 4, 6]],
    ["places of a vector", 0, view([3], [1, 2, 3]), [4], [3, 0, 1, 3]],
  ] as const)("takes %s", (_, axis, from, shape, expected) => {
    const to = view(shape, Array(expected.length).fill(0));
    takeTokens(from, to, axis, [2, -1, 0, 2]);
    expect([...to.data]).toEqual(expected);
  });
});
