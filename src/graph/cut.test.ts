import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { add, cut, input, loop, matmul, mul, scan, softmax, tanh, toOnnx } from "./index.ts";
import { constant } from "./tensor.ts";

const W = input("W", [2, 2]);
const early = input("early", [3, 2]);
const late = input("late", [2]);

describe("a cut", () => {
  it("is what depends on early inputs and is read where late ones come in; parameters' own products are not in it", () => {
    const memory = matmul(early, W); // [3, 2]
    const scale = mul(W, 2);
    const weights = softmax(add(memory, late));
    expect(cut([matmul(weights, scale)], { early: [early], late: [late] })).toEqual([memory]);
    expect(cut([add(early, late)], { early: [early], late: [late] })).toEqual([early]);
    expect(cut([tanh(memory), late], { early: [early], late: [late] })).toHaveLength(1);
  });

  it("sees what scans and loops read", () => {
    const sums = scan({ sequences: [early], initial: [constant([0, 0])] }, ([x], [sum]) => ({
      states: [add(sum!, x!)],
    })).states[0]!;
    const repeated = loop({ initial: [late], maximum: constant(3, "int64"), length: "T" }, (_, [state]) => ({
      states: [add(state!, sums)],
      condition: constant(1, "bool"),
    })).states[0]!;
    expect(cut([repeated], { early: [early], late: [late] })).toEqual([sums]);
  });

  it.each(runtimes)("makes two graphs of one, $name", async ({ open }) => {
    const runtime = await open();
    const result = mul(softmax(add(matmul(tanh(early), W), late)), mul(W, 3).shape.length);
    const memory = cut([result], { early: [early], late: [late] });
    const given = Object.fromEntries(memory.map((tensor, index) => [`memory.${index}`, tensor]));
    const feeds = {
      early: { dtype: "float32", shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
      late: { dtype: "float32", shape: [2], data: Float32Array.of(0.5, -0.5) },
      W: { dtype: "float32", shape: [2, 2], data: Float32Array.of(1, -2, 3, 4) },
    } as const;
    const [whole, first, second] = await Promise.all(
      [toOnnx({ result }), toOnnx(given), toOnnx({ result }, { given })].map((onnx) => runtime.compile(onnx)),
    );
    expect(second!.inputs).not.toContain("early");
    const both = await second!.run({ ...feeds, ...(await first!.run(feeds)) });
    expect(both.result!.data).toEqual((await whole!.run(feeds)).result!.data);
  });
});
