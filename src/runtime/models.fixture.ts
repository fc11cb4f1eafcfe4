/** ONNX models written by hand, so that the runtimes are tested without the graph layer. */
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type GraphProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  type ValueInfoProtoSchema,
} from "onnx-buf";

type Attribute = MessageInitShape<typeof AttributeProtoSchema>;
type Graph = MessageInitShape<typeof GraphProtoSchema>;
type Node = MessageInitShape<typeof NodeProtoSchema>;
type Value = MessageInitShape<typeof ValueInfoProtoSchema>;

const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;

/** A named input or output; letters are dynamic dimensions. */
export function value(name: string, dtype: keyof typeof elementTypes, shape: (number | string)[]): Value {
  const dim = shape.map((size) => ({
    value:
      typeof size === "number"
        ? { case: "dimValue" as const, value: BigInt(size) }
        : { case: "dimParam" as const, value: size },
  }));
  return {
    name,
    type: { value: { case: "tensorType", value: { elemType: elementTypes[dtype], shape: { dim } } } },
  };
}

export function node(
  opType: string,
  input: string[],
  output: string[],
  attribute: Attribute[] = [],
  domain = "",
): Node {
  return { opType, input, output, attribute, domain };
}

function integer(name: string, i: number): Attribute {
  return { name, type: AttributeType.INT, i: BigInt(i) };
}

function body(graph: Graph): Attribute {
  return { name: "body", type: AttributeType.GRAPH, g: { name: "body", ...graph } };
}

/** Opset 21 with IR 10 (ONNX 1.16, 2024): what henkan's graphs use has existed since 18, and both runtimes know 21. */
export function model(graph: Graph): Uint8Array {
  const opsetImport = [
    { domain: "", version: 21n },
    { domain: "com.microsoft", version: 1n },
  ];
  const message = create(ModelProtoSchema, {
    irVersion: 10n,
    opsetImport,
    graph: { name: "test", ...graph },
  });
  return toBinary(ModelProtoSchema, message);
}

/** y = a b, with all sizes dynamic. */
export const matmul = model({
  input: [value("a", "float32", ["M", "K"]), value("b", "float32", ["K", "N"])],
  output: [value("y", "float32", ["M", "N"])],
  node: [node("MatMul", ["a", "b"], ["y"])],
});

/** sum = x + x and square = x x. */
export const twoOutputs = model({
  input: [value("x", "float32", ["N"])],
  output: [value("sum", "float32", ["N"]), value("square", "float32", ["N"])],
  node: [node("Add", ["x", "x"], ["sum"]), node("Mul", ["x", "x"], ["square"])],
});

const forty = Array.from({ length: 40 }, (_, i) => `x${i}`);

/** y = x0 + … + x39 */
export const sumOf40 = model({
  input: forty.map((name) => value(name, "float32", ["N"])),
  output: [value("y", "float32", ["N"])],
  node: [node("Sum", forty, ["y"])],
});

/** chosen = mask ? table[ids] : 0, unmasked = not mask, next = count + count. */
export const types = model({
  input: [
    value("table", "float32", ["V", 2]),
    value("ids", "int32", ["N"]),
    value("mask", "bool", ["N", 1]),
    value("count", "int64", [1]),
  ],
  output: [
    value("chosen", "float32", ["N", 2]),
    value("unmasked", "bool", ["N", 1]),
    value("next", "int64", [1]),
  ],
  initializer: [{ name: "zero", dataType: 1, dims: [], floatData: [0] }],
  node: [
    node("Gather", ["table", "ids"], ["rows"]),
    node("Where", ["mask", "rows", "zero"], ["chosen"]),
    node("Not", ["mask"], ["unmasked"]),
    node("Add", ["count", "count"], ["next"]),
  ],
});

/** h_t = tanh(h_{t-1} w + x_t), all h_t in hs. */
export const scan = model({
  input: [
    value("h0", "float32", ["B", "H"]),
    value("xs", "float32", ["T", "B", "H"]),
    value("w", "float32", ["H", "H"]),
  ],
  output: [value("h", "float32", ["B", "H"]), value("hs", "float32", ["T", "B", "H"])],
  node: [
    node(
      "Scan",
      ["h0", "xs"],
      ["h", "hs"],
      [
        integer("num_scan_inputs", 1),
        body({
          input: [value("before", "float32", ["B", "H"]), value("x", "float32", ["B", "H"])],
          output: [value("after", "float32", ["B", "H"]), value("copy", "float32", ["B", "H"])],
          node: [
            node("MatMul", ["before", "w"], ["product"]),
            node("Add", ["product", "x"], ["total"]),
            node("Tanh", ["total"], ["after"]),
            node("Identity", ["after"], ["copy"]),
          ],
        }),
      ],
    ),
  ],
});

/** Doubles x until it is at least 100; every value on the way in xs. */
export const loop = model({
  input: [value("x0", "float32", [])],
  output: [value("x", "float32", []), value("xs", "float32", ["T"])],
  initializer: [
    { name: "most", dataType: 7, dims: [], int64Data: [50n] },
    { name: "go", dataType: 9, dims: [], int32Data: [1] },
    { name: "limit", dataType: 1, dims: [], floatData: [100] },
  ],
  node: [
    node(
      "Loop",
      ["most", "go", "x0"],
      ["x", "xs"],
      [
        body({
          input: [value("i", "int64", []), value("going", "bool", []), value("before", "float32", [])],
          output: [value("again", "bool", []), value("after", "float32", []), value("copy", "float32", [])],
          node: [
            node("Add", ["before", "before"], ["after"]),
            node("Less", ["after", "limit"], ["again"]),
            node("Identity", ["after"], ["copy"]),
          ],
        }),
      ],
    ),
  ],
});

/** y = a bᵀ */
export const fusedMatMul = model({
  input: [value("a", "float32", ["M", "K"]), value("b", "float32", ["N", "K"])],
  output: [value("y", "float32", ["M", "N"])],
  node: [node("FusedMatMul", ["a", "b"], ["y"], [integer("transB", 1)], "com.microsoft")],
});

/** y = x + weights, with `size` weights of value 1 inside the model. */
export function withWeights(size: number): Uint8Array {
  const rawData = new Uint8Array(new Float32Array(size).fill(1).buffer);
  return model({
    input: [value("x", "float32", [size])],
    output: [value("y", "float32", [size])],
    initializer: [{ name: "weights", dataType: 1, dims: [BigInt(size)], rawData }],
    node: [node("Add", ["x", "weights"], ["y"])],
  });
}
