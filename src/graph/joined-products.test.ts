import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { RandomStream } from "../random.ts";
import { add, affine, input, type OnnxOptions, type Tensor, tanh, toOnnx } from "./index.ts";

const [W, U, V] = [input("W", [64, 32]), input("U", [48, 32]), input("V", [32, 32])];
const [a, b, c] = [input("a", ["B", 64]), input("b", ["B", 48]), input("c", ["B", 32])];
const bias = input("bias", [32]);
const random = new RandomStream(1, "weights");
const values = (size: number) => Float32Array.from({ length: size }, () => random.normal());
const weights = new Map([
  ["W", values(64 * 32)],
  ["U", values(48 * 32)],
  ["V", values(32 * 32)],
  ["bias", values(32)],
]);

const inner = affine(b, U, affine(c, V, bias));
const sum = { sum: tanh(affine(a, W, inner)) };
/** The inner sum is read twice: it is made by itself, and joined by itself. */
const shared = { sum: affine(a, W, inner), inner: add(inner, 1) };

function operators(outputs: Readonly<Record<string, Tensor>>, options: OnnxOptions): string[] {
  return fromBinary(ModelProtoSchema, toOnnx(outputs, options)).graph!.node.map(({ opType }) => opType);
}

describe("sums of products with weights", () => {
  it("are one product of joined operands and weights, which stand there once", () => {
    expect(operators(sum, { weights })).toEqual(["Concat", "Gemm", "Tanh"]);
    expect(operators(sum, { weights, standard: true })).toEqual(["Concat", "Gemm", "Tanh"]);
    const { initializer } = fromBinary(ModelProtoSchema, toOnnx(sum, { weights })).graph!;
    expect(initializer.map(({ name }) => name).sort()).toEqual(["W+U+V", "bias"]);
    expect(
      operators(sum, { weights, quantize: "int8" }).filter((name) => name === "MatMulInteger"),
    ).toHaveLength(1);
  });

  it("stay apart without values, and where another reads an inner sum", () => {
    expect(operators(sum, {})).toEqual(["Gemm", "Gemm", "Gemm", "Tanh"]);
    expect(operators(shared, { weights })).toEqual(["Concat", "Gemm", "Gemm", "Add"]);
  });

  it.each(runtimes)("have the same results, $name", async ({ open }) => {
    const runtime = await open();
    const feed = (shape: number[]) =>
      ({ dtype: "float32", shape, data: values(shape[0]! * shape[1]!) }) as const;
    const feeds = { a: feed([3, 64]), b: feed([3, 48]), c: feed([3, 32]) };
    const given = Object.fromEntries(
      [W, U, V, bias].map(({ origin, shape }) => {
        const name = origin.kind === "input" ? origin.name : "";
        return [name, { dtype: "float32", shape: shape as number[], data: weights.get(name)! } as const];
      }),
    );
    for (const outputs of [sum, shared]) {
      const expected = await (await runtime.compile(toOnnx(outputs))).run({ ...feeds, ...given });
      const found = await (await runtime.compile(toOnnx(outputs, { weights }))).run(feeds);
      for (const name of Object.keys(outputs)) {
        found[name]!.data.forEach((value, i) =>
          expect(value).toBeCloseTo(Number(expected[name]!.data[i]), 3),
        );
      }
    }
  });
});
