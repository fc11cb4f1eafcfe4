import { expect, it } from "vitest";
import { runtimes } from "../../../test/support/runtimes.ts";
import { input, toOnnx } from "../../graph/index.ts";
import { Parameters } from "../parameters.ts";
import { cosine } from "./cosine.ts";

it.each(runtimes)("the cosine score does not see how long a query is, $name", async ({ open }) => {
  const attend = cosine.declare(new Parameters(), "a", { sharpness: 3 }, { query: 2, key: 2, value: 2 });
  const keys = input("keys", ["S", "B", 2]);
  const { weights } = attend(keys, keys, input("mask", ["S", "B"]))(input("queries", ["B", "Q", 2]));
  const executable = await (await open()).compile(toOnnx({ weights }));
  const tensor = (shape: number[], data: number[]) =>
    ({ dtype: "float32", shape, data: Float32Array.from(data) }) as const;
  const found = await executable.run({
    keys: tensor([2, 1, 2], [3, 4, 0, 2]),
    mask: tensor([2, 1], [1, 1]),
    queries: tensor([1, 2, 2], [1, 0, 5, 0]),
  });
  const [first, second] = [Math.exp(3 * 0.6), 1];
  const expected = [first / (first + second), second / (first + second)];
  Array.from(found.weights!.data as Float32Array).forEach((weight, i) =>
    expect(weight).toBeCloseTo(expected[i % 2]!, 5),
  );
});
