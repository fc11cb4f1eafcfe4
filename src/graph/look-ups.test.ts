import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { RandomStream } from "../random.ts";
import {
  add,
  affine,
  constant,
  gather,
  input,
  loop,
  matmul,
  type OnnxOptions,
  relabel,
  toOnnx,
} from "./index.ts";

const [V, E, H] = [5, 3, 4];
const table = input("table", [V, E]);
const W = input("W", [E, H]);
const bias = input("bias", [H]);
const ids = input("ids", ["B"], "int32");
const random = new RandomStream(1, "weights");
const values = (size: number) => Float32Array.from({ length: size }, () => random.normal());
const weights = new Map([
  ["table", values(V * E)],
  ["W", values(E * H)],
  ["bias", values(H)],
]);

/** A product with a bias, one without, and one in a loop on what changes from step to step. */
const rows = gather(table, ids);
const repeated = loop(
  {
    initial: [
      relabel(add(gather(input("start", [1, H]), relabel(constant([0], "int64"), ["B"])), 0), ["B", H]),
    ],
    maximum: constant(2, "int64"),
    length: "T",
  },
  (_, [state]) => ({ states: [affine(rows, W, state!)], condition: constant(1, "bool") }),
).states[0]!;
const results = { biased: affine(rows, W, bias), plain: matmul(rows, W), repeated };

function operators(options: OnnxOptions): string[] {
  return fromBinary(ModelProtoSchema, toOnnx(results, options)).graph!.node.map(({ opType }) => opType);
}

describe("products of looked-up rows", () => {
  it("are made once for all rows where weights have values, and look-ups in them", () => {
    expect(operators({ weights }).filter((name) => name === "Gemm" || name === "MatMul")).toHaveLength(2);
    expect(operators({ weights }).slice(0, 2).sort()).toEqual(["Gemm", "MatMul"]);
  });

  it.each<OnnxOptions>([{}, { weights, standard: true }, { weights: new Map([["W", weights.get("W")!]]) }])(
    "stay products of rows otherwise",
    (options) => {
      expect(operators(options)[0]).toBe("Gather");
    },
  );

  it.each(runtimes)("have the same results, $name", async ({ open }) => {
    const runtime = await open();
    const feeds = {
      ids: { dtype: "int32", shape: [1], data: Int32Array.of(3) },
      start: { dtype: "float32", shape: [1, H], data: values(H) },
    } as const;
    const given = Object.fromEntries(
      [table, W, bias].map(({ origin, shape }) => {
        const name = origin.kind === "input" ? origin.name : "";
        return [name, { dtype: "float32", shape: shape as number[], data: weights.get(name)! } as const];
      }),
    );
    const expected = await (await runtime.compile(toOnnx(results))).run({ ...feeds, ...given });
    const found = await (await runtime.compile(toOnnx(results, { weights }))).run(feeds);
    for (const name of Object.keys(results)) {
      found[name]!.data.forEach((value, i) => expect(value).toBeCloseTo(Number(expected[name]!.data[i]), 5));
    }
  });
});
