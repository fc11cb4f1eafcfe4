import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../random.ts";
import * as g from "./index.ts";
import { decode, encode, type Fields } from "./protocol-buffer.ts";

interface Tree {
  readonly size?: number;
  readonly names?: readonly string[];
  readonly data?: Uint8Array;
  readonly sizes?: readonly number[];
  readonly children?: readonly Tree[];
}

const tree: Fields<Tree> = {
  size: [1, "integer"],
  names: [2, "text"],
  data: [5, "bytes"],
  sizes: [16, "integer"], // the first number that needs two bytes
  children: [3000, () => tree],
};

describe("a message", () => {
  test("has the bytes that the encoding's documentation gives", () => {
    expect([...encode(tree, { size: 150 })]).toEqual([0x08, 0x96, 0x01]);
    expect([...encode(tree, { names: ["testing"] })]).toEqual([
      0x12,
      7,
      ...new TextEncoder().encode("testing"),
    ]);
    expect([...encode(tree, { size: -2 })]).toEqual([8, 0xfe, ...Array.from({ length: 8 }, () => 0xff), 1]);
    expect([...encode(tree, {})]).toEqual([]);
  });

  test("is read as it was written", () => {
    const sizes = [0, 1, -1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 53 - 1, -(2 ** 53) + 1];
    const data = Uint8Array.from({ length: 300 }, (_, i) => i);
    const names = ["", "今日は寒い", "a".repeat(200)];
    const message = { names, children: [{}, { sizes, data, children: [{ size: 7 }] }] };
    const empty = { size: [], names: [], data: [], sizes: [], children: [] };
    expect(decode(tree, encode(tree, message))).toEqual({
      ...empty,
      names,
      children: [empty, { ...empty, sizes, data: [data], children: [{ ...empty, size: [7] }] }],
    });
  });

  test("may have fields that are not asked for, but no numbers of another kind", () => {
    const some: Fields<Pick<Tree, "size">> = { size: [1, "integer"] };
    const more = encode(tree, { size: 3, names: ["x"], sizes: [4], children: [{ size: 5 }] });
    expect(decode(some, more)).toEqual({ size: [3] });
    const double = Uint8Array.of(0x09, ...new Uint8Array(8));
    expect(() => decode(tree, double)).toThrow(
      new TypeError("protocol buffer: values of kind 1 are not read here"),
    );
  });
});

describe("a model", () => {
  const [x, w] = [g.input("x", ["T", "B", 3]), g.input("w", [3, 40])];
  const ids = g.input("ids", ["T", "B"], "int32");
  const { outputs } = g.scan(
    { sequences: [g.matmul(x, w)], initial: [g.zeros(["B", 40], x)] },
    ([xt], [h]) => {
      const after = g.tanh(g.add(xt!, h!));
      return { states: [after], outputs: [g.softmax(after)] };
    },
  );
  const loss = g.sum(g.crossEntropy(outputs[0]!, ids));
  const graph = { loss, dw: g.gradient(loss, [w])[0]!, best: g.argMax(outputs[0]!) };
  const random = new RandomStream(3, "weights");
  const weights = new Map([["w", Float32Array.from({ length: 120 }, () => random.normal())]]);
  const standard = {
    standard: true,
    description: "説明",
    metadata: { a: "", b: "b" },
    producerVersion: "1.2.3",
  };

  test.each<[string, g.OnnxOptions]>([
    ["of ours", {}],
    ["with weights", { weights }],
    ["of the standard", standard],
    ["of int8", { ...standard, weights: new Map([["w", new Float32Array(120)]]), quantize: "int8" }],
  ])("%s has the bytes that another implementation writes for it", (_, options) => {
    const onnx = g.toOnnx(graph, options);
    const { $unknown, ...message } = fromBinary(ModelProtoSchema, onnx);
    expect($unknown).toBeUndefined();
    expect(Buffer.from(toBinary(ModelProtoSchema, message))).toEqual(Buffer.from(onnx));
  });
});
