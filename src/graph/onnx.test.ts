import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { type GraphProto, ModelProtoSchema, type NodeProto, type TensorProto } from "onnx-buf";
import { InferenceSession } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { ConfigError } from "../errors.ts";
import { RandomStream } from "../random.ts";
import type { HostTensor, HostTensors, Runtime } from "../runtime/index.ts";
import * as g from "./index.ts";
import { applyOne } from "./node.ts";

const read = (onnx: Uint8Array) => fromBinary(ModelProtoSchema, onnx);

/** All nodes, those in bodies too. */
function nodesOf(graph: GraphProto): NodeProto[] {
  return graph.node.flatMap((node) => [
    node,
    ...node.attribute.flatMap(({ g: body }) => (body === undefined ? [] : nodesOf(body))),
  ]);
}

function operators(onnx: Uint8Array): string[] {
  return nodesOf(read(onnx).graph!).map(({ opType }) => opType);
}

function initializers(onnx: Uint8Array): Record<string, TensorProto> {
  return Object.fromEntries(read(onnx).graph!.initializer.map((tensor) => [tensor.name, tensor]));
}

function normal(purpose: string, size: number): Float32Array {
  const random = new RandomStream(7, purpose);
  return Float32Array.from({ length: size }, () => random.normal());
}

function float32(name: string, shape: readonly number[]): HostTensor {
  const size = shape.reduce((all, extent) => all * extent, 1);
  return { dtype: "float32", shape, data: normal(name, size) };
}

async function evaluate(runtime: Runtime, onnx: Uint8Array, feeds: HostTensors): Promise<HostTensors> {
  return await (await runtime.compile(onnx)).run(feeds);
}

/** The largest difference, over the spread of the expected values. */
function difference(actual: HostTensor, expected: HostTensor): number {
  expect(actual.shape).toEqual(expected.shape);
  const [found, wanted] = [actual.data as Float32Array, expected.data as Float32Array];
  const spread = Math.sqrt(wanted.reduce((sum, value) => sum + value * value, 0) / wanted.length);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0) / spread;
}

describe("a standard model", () => {
  const x = g.input("x", ["T", "B", 3]);
  const w = g.input("w", [3, 3]);
  const { outputs } = g.scan({ sequences: [x], initial: [g.zeros(["B", 3], x)] }, ([xt], [before]) => {
    const centred = g.sub(xt!, g.mean(before!, { axes: [-1], keepAxes: true }));
    const scores = g.matmul(g.tanh(centred), before!, { transposeB: true }); // [B, B]
    const after = g.add(centred, g.mul(g.max(scores, { axes: [1], keepAxes: true }), g.matmul(xt!, w)));
    return { states: [after], outputs: [after] };
  });
  const graph = {
    y: outputs[0]!,
    top: g.max(outputs[0]!, { axes: [0] }),
    whole: g.mean(x),
    total: g.sum(x, { axes: [0, 2] }),
    gradient: g.gradient(g.sum(g.square(outputs[0]!)), [w])[0]!,
  };
  const weights = new Map([["w", normal("w", 9)]]);
  const feeds = { x: float32("x", [5, 2, 3]) };

  test("is of ai.onnx 17 and IR 8, and has no other domain; others are of 21 with Microsoft's", () => {
    const standard = read(g.toOnnx(graph, { standard: true }));
    expect(standard.irVersion).toBe(8n);
    expect(standard.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([["", 17n]]);
    expect(new Set(nodesOf(standard.graph!).map(({ domain }) => domain))).toEqual(new Set([""]));
    const ours = read(g.toOnnx(graph));
    expect(ours.irVersion).toBe(10n);
    expect(ours.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([
      ["", 21n],
      ["com.microsoft", 1n],
    ]);
  });

  test("has the axes of reductions where ai.onnx 17 has them", () => {
    const nodes = nodesOf(read(g.toOnnx(graph, { standard: true })).graph!);
    const form = (operator: string) =>
      nodes
        .filter(({ opType }) => opType === operator)
        .map(({ input, attribute }) => [input.length, attribute.some(({ name }) => name === "axes")]);
    expect(form("ReduceMax").length).toBeGreaterThan(1);
    expect(
      [...form("ReduceMax"), ...form("ReduceMean")].every(([inputs, axes]) => inputs === 1 && axes),
    ).toBe(true);
    expect(form("ReduceSum").every(([inputs, axes]) => inputs === 2 && !axes)).toBe(true);
  });

  test.each(runtimes)("gives what the other form gives: $name", async ({ open }) => {
    const runtime = await open();
    const ours = await evaluate(runtime, g.toOnnx(graph, { weights }), feeds);
    const standard = await evaluate(runtime, g.toOnnx(graph, { weights, standard: true }), feeds);
    expect(Object.keys(standard)).toEqual(Object.keys(graph));
    for (const name of Object.keys(graph)) {
      expect(difference(standard[name]!, ours[name]!), name).toBeLessThan(1e-5);
    }
  });
});

describe("a standard model refuses", () => {
  const x = g.input("x", ["N", 3]);

  test("an operator of another domain", () => {
    const y = applyOne({ operator: "Gelu", domain: "com.microsoft", inputs: [x], outputs: [x] });
    expect(() => g.toOnnx({ y }, { standard: true })).toThrow(
      new TypeError("Gelu of com.microsoft has no standard form"),
    );
    expect(operators(g.toOnnx({ y }))).toEqual(["Gelu"]);
  });

  test("a reduction over axes that are computed", () => {
    const axes = g.input("axes", [1], "int64");
    const y = applyOne({
      operator: "ReduceMax",
      inputs: [x, axes],
      outputs: [{ shape: ["M"], dtype: "float32" }],
    });
    expect(() => g.toOnnx({ y }, { standard: true })).toThrow(
      new TypeError("ReduceMax: its axes are not a constant"),
    );
  });
});

describe("what a model tells of itself", () => {
  test("is its description, facts, version and the names of its dimensions", () => {
    const x = g.input("x", ["T", "B", 3]);
    const model = read(
      g.toOnnx(
        { y: g.reshape(x, ["T*B", 3]) },
        { description: "Doubles.", metadata: { tokens: '["a"]', from: "ja" }, producerVersion: "1.2.3" },
      ),
    );
    expect(model).toMatchObject({ docString: "Doubles.", producerName: "henkan", producerVersion: "1.2.3" });
    expect(model.metadataProps.map(({ key, value }) => [key, value])).toEqual([
      ["tokens", '["a"]'],
      ["from", "ja"],
    ]);
    const dimensions = [...model.graph!.input, ...model.graph!.output].map(({ type }) =>
      type?.value.case === "tensorType" ? type.value.value.shape?.dim.map(({ value }) => value.value) : [],
    );
    expect(dimensions).toEqual([
      ["T", "B", 3n],
      ["T*B", 3n],
    ]);
  });

  test("is its producer's name alone where nothing is given", () => {
    const { docString, metadataProps, producerVersion } = read(g.toOnnx({ y: g.neg(g.input("x", [])) }));
    expect({ docString, metadataProps, producerVersion }).toEqual({
      docString: "",
      metadataProps: [],
      producerVersion: "",
    });
  });
});

describe("int8 weights", () => {
  const [E, H, V] = [37, 41, 43];
  const table = g.input("table", [V, E]);
  const [w, u, out] = [g.input("w", [E, H]), g.input("u", [H, H]), g.input("out", [H, V])];
  const [bias, outBias] = [g.input("bias", [H]), g.input("outBias", [V])];
  const ids = g.input("ids", ["T", "B"], "int32");
  const h = g.input("h", ["B", H]);
  const embedded = g.gather(table, ids);
  const recurrent = g.scan({ sequences: [embedded], initial: [h] }, ([x], [before]) => {
    const after = g.tanh(g.div(g.affine(before!, u, g.affine(x!, w, bias)), Math.sqrt(H)));
    return { states: [after], outputs: [g.affine(after, out, outBias)] };
  });
  const logits = recurrent.outputs[0]!; // [T, B, V]
  const shapes = { table: V * E, w: E * H, u: H * H, out: H * V, bias: H, outBias: V };
  const weights = new Map(Object.entries(shapes).map(([name, size]) => [name, normal(name, size)]));
  const feeds = {
    ids: { dtype: "int32", shape: [5, 3], data: Int32Array.from({ length: 15 }, (_, i) => (i * 7) % V) },
    h: float32("h", [3, H]),
  } as const;

  test.each(runtimes)("give nearly the same results, in a scan too: $name", async ({ open }) => {
    const runtime = await open();
    const plain = await evaluate(runtime, g.toOnnx({ embedded, logits }, { weights }), feeds);
    for (const standard of [false, true]) {
      const onnx = g.toOnnx({ embedded, logits }, { weights, quantize: "int8", standard });
      const int8 = await evaluate(runtime, onnx, feeds);
      const off = difference(int8.logits!, plain.logits!);
      expect(off).toBeLessThan(0.12);
      expect(off).toBeGreaterThan(1e-4);
      expect(difference(int8.embedded!, plain.embedded!)).toBeLessThan(0.02);
    }
  });

  test.each(runtimes)("name the same best token in a chain of products: $name", async ({ open }) => {
    const runtime = await open();
    // Each token's own row is what its vector is compared with, so the likeliest token is itself.
    const rows = weights.get("table")!;
    const columns = Float32Array.from({ length: E * V }, (_, i) => rows[(i % V) * E + Math.floor(i / V)]!);
    const identity = Float32Array.from({ length: E * E }, (_, i) => (i % (E + 1) === 0 ? 1 : 0));
    const through = g.matmul(
      g.matmul(g.gather(table, ids), g.input("eye", [E, E])),
      g.input("turned", [E, V]),
    );
    const chain = new Map([
      ["table", rows],
      ["eye", identity],
      ["turned", columns],
    ] as const);
    const onnx = g.toOnnx({ best: g.argMax(through) }, { weights: chain, quantize: "int8", standard: true });
    const { best } = await evaluate(runtime, onnx, feeds);
    expect(Array.from(best!.data, Number)).toEqual(Array.from(feeds.ids.data));
  });

  test.each(runtimes)("multiply no rows at all: $name", async ({ open }) => {
    const onnx = g.toOnnx({ y: g.affine(h, u, bias) }, { weights, quantize: "int8" });
    const { y } = await evaluate(await open(), onnx, { h: float32("h", [0, H]) });
    expect(y!.shape).toEqual([0, H]);
  });

  test("replace the float32 ones of products and tables; bodies read them from the main graph", () => {
    const onnx = g.toOnnx({ logits }, { weights, quantize: "int8", standard: true });
    const stored = initializers(onnx);
    for (const name of ["table.by_row", "w.by_column", "u.by_column", "out.by_column"]) {
      expect(stored[name], name).toMatchObject({ dataType: 3 });
      expect(stored[name.split(".")[0]!], name).toBeUndefined();
    }
    expect(stored["table.by_row.scale"]!.dims).toEqual([BigInt(V), 1n]);
    expect(stored["out.by_column.scale"]!.dims).toEqual([BigInt(V)]);
    expect(stored.bias).toMatchObject({ dataType: 1 });
    expect(read(onnx).graph!.input.map(({ name }) => name)).toEqual(["ids", "h"]);
    const found = operators(onnx);
    expect(found.filter((one) => one === "MatMulInteger")).toHaveLength(3);
    expect(found.some((one) => one === "MatMul" || one === "Gemm")).toBe(false);
    const plain = g.toOnnx({ logits }, { weights, standard: true });
    expect(onnx.length).toBeLessThan(0.5 * plain.length);
  });

  test("round an operand once for all products that read it", () => {
    const sum = g.add(g.matmul(h, u), g.matmul(g.matmul(h, out), g.input("back", [V, H])));
    const more = new Map([...weights, ["back", normal("back", V * H)]] as const);
    const onnx = g.toOnnx({ sum }, { weights: more, quantize: "int8" });
    const rounds = nodesOf(read(onnx).graph!).filter(({ opType }) => opType === "DynamicQuantizeLinear");
    expect(rounds.map(({ input }) => input[0])).toHaveLength(2);
    expect(operators(onnx).filter((one) => one === "MatMulInteger")).toHaveLength(3);
  });

  test.each(runtimes)("round an outer operand in each body that reads it: $name", async ({ open }) => {
    const start = g.mul(h, 0.1);
    const twice = [0, 1].map(
      () =>
        g.scan({ sequences: [embedded], initial: [h] }, ([x], [before]) => {
          const shift = g.sum(x!, { axes: [-1], keepAxes: true }); // [B, 1]
          return { states: [g.tanh(g.affine(start, u, g.add(before!, shift)))] };
        }).states[0]!,
    );
    const graph = { y: g.sub(g.mul(twice[0]!, 3), twice[1]!) };
    const runtime = await open();
    const plain = await evaluate(runtime, g.toOnnx(graph, { weights }), feeds);
    const int8 = await evaluate(runtime, g.toOnnx(graph, { weights, quantize: "int8" }), feeds);
    expect(difference(int8.y!, plain.y!)).toBeLessThan(0.1);
  });

  test("stand so that ONNX Runtime makes one operator of each product, its bias included", async () => {
    const onnx = g.toOnnx({ logits }, { weights, quantize: "int8", standard: true });
    const path = join(await temporaryFolder(), "optimized.onnx");
    const options = {
      optimizedModelFilePath: path,
      graphOptimizationLevel: "all",
      logSeverityLevel: 4,
    } as const;
    await InferenceSession.create(onnx, options);
    const found = operators(await readFile(path));
    expect(found.filter((one) => one === "DynamicQuantizeMatMul")).toHaveLength(3);
    expect(found.filter((one) => one === "MatMulInteger" || one === "DynamicQuantizeLinear")).toEqual([]);
    expect(found.filter((one) => one === "Add")).toHaveLength(1); // The state's product, and the input's.
  });

  test("are beside float32 ones where a weight is used otherwise too", () => {
    const y = g.add(g.matmul(h, u), g.slice(u, 0, 0, 1));
    expect(Object.keys(initializers(g.toOnnx({ y }, { weights, quantize: "int8" })))).toEqual(
      expect.arrayContaining(["u", "u.by_column", "u.by_column.scale"]),
    );
  });

  test.each<[string, (left: g.Tensor) => g.Tensor]>([
    ["a small matrix", (left) => g.matmul(left, g.input("small", [H, 1]))],
    ["a transposed one", (left) => g.matmul(left, u, { transposeB: true })],
    ["a matrix that is fed", (left) => g.matmul(left, g.input("fed", [H, H]))],
    ["a combination of weights", (left) => g.matmul(left, g.add(u, u))],
    ["a product of weights alone", () => g.matmul(g.tanh(g.mul(table, 2)), w)],
  ])("leave %s as it is", (_, product) => {
    const small = new Map([...weights, ["small", normal("small", H)]] as const);
    const onnx = g.toOnnx({ y: product(h) }, { weights: small, quantize: "int8" });
    expect(operators(onnx)).not.toContain("MatMulInteger");
  });

  test("need the weights' values, and finite ones", () => {
    const model = { y: g.matmul(h, u) };
    expect(() => g.toOnnx(model, { quantize: "int8" })).toThrow(
      new ConfigError(`quantize "int8": expected the weights' values too`),
    );
    const broken = new Map([["u", normal("u", H * H).fill(Number.NaN, 5, 6)]]);
    expect(() => g.toOnnx(model, { quantize: "int8", weights: broken })).toThrow(
      new RangeError(`weight "u": int8 has no value for NaN`),
    );
  });
});
