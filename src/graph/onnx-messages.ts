import { type DType, onnxType } from "./dtype.ts";
import type { Attribute } from "./node.ts";
import type { Fields } from "./protocol-buffer.ts";
import type { Shape } from "./shape.ts";
import type { TensorType } from "./tensor.ts";

// The messages of an ONNX model, as far as they are written here: names and numbers are those of onnx.proto (ONNX 1.12
// and later).

export interface ModelMessage {
  readonly irVersion: number;
  readonly producerName?: string;
  readonly producerVersion?: string | undefined;
  readonly docString?: string | undefined;
  readonly graph: GraphMessage;
  readonly opsetImport: readonly OpsetMessage[];
  readonly metadataProps?: readonly EntryMessage[];
}

export interface OpsetMessage {
  readonly domain: string;
  readonly version: number;
}

interface EntryMessage {
  readonly key: string;
  readonly value: string;
}

export interface GraphMessage {
  readonly node: readonly NodeMessage[];
  readonly name?: string;
  readonly initializer?: readonly TensorMessage[];
  readonly input: readonly ValueMessage[];
  readonly output: readonly ValueMessage[];
}

export interface NodeMessage {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly opType: string;
  readonly attribute?: readonly AttributeMessage[];
  readonly domain?: string;
}

export interface AttributeMessage {
  readonly name: string;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly g?: GraphMessage;
  readonly ints?: readonly number[];
  readonly type: number;
}

export interface TensorMessage {
  /** Sizes; none for a scalar. */
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly name: string;
  /** Little-endian. */
  readonly rawData: Uint8Array;
}

export interface ValueMessage {
  readonly name: string;
  readonly type: { readonly tensorType: TensorTypeMessage };
}

interface TensorTypeMessage {
  readonly elemType: number;
  readonly shape: { readonly dim: readonly DimensionMessage[] };
}

/** A size, or the name of a dynamic one. */
interface DimensionMessage {
  readonly dimValue?: number;
  readonly dimParam?: string;
}

export const modelFields: Fields<ModelMessage> = {
  irVersion: [1, "integer"],
  producerName: [2, "text"],
  producerVersion: [3, "text"],
  docString: [6, "text"],
  graph: [7, () => graphFields],
  opsetImport: [8, () => ({ domain: [1, "text"], version: [2, "integer"] })],
  metadataProps: [14, () => ({ key: [1, "text"], value: [2, "text"] })],
};

const graphFields: Fields<GraphMessage> = {
  node: [1, () => nodeFields],
  name: [2, "text"],
  initializer: [5, () => tensorFields],
  input: [11, () => valueFields],
  output: [12, () => valueFields],
};

const nodeFields: Fields<NodeMessage> = {
  input: [1, "text"],
  output: [2, "text"],
  opType: [4, "text"],
  attribute: [5, () => attributeFields],
  domain: [7, "text"],
};

const attributeFields: Fields<AttributeMessage> = {
  name: [1, "text"],
  i: [3, "integer"],
  s: [4, "bytes"],
  g: [6, () => graphFields],
  ints: [8, "integer"],
  type: [20, "integer"],
};

const tensorFields: Fields<TensorMessage> = {
  dims: [1, "integer"],
  dataType: [2, "integer"],
  name: [8, "text"],
  rawData: [9, "bytes"],
};

const valueFields: Fields<ValueMessage> = {
  name: [1, "text"],
  type: [2, () => ({ tensorType: [1, () => tensorTypeFields] })],
};

const tensorTypeFields: Fields<TensorTypeMessage> = {
  elemType: [1, "integer"],
  shape: [2, () => ({ dim: [1, () => dimensionFields] })],
};

const dimensionFields: Fields<DimensionMessage> = {
  dimValue: [1, "integer"],
  dimParam: [2, "text"],
};

/** AttributeProto.AttributeType */
const attributeType = { integer: 2, string: 3, graph: 5, integers: 7 } as const;

export function attribute(name: string, value: Attribute): AttributeMessage {
  if (typeof value === "string")
    return { name, type: attributeType.string, s: new TextEncoder().encode(value) };
  if (typeof value === "number") return { name, type: attributeType.integer, i: value };
  return { name, type: attributeType.integers, ints: value };
}

/** The body of a Scan or Loop. */
export function bodyAttribute(graph: GraphMessage): AttributeMessage {
  return { name: "body", type: attributeType.graph, g: { name: "body", ...graph } };
}

export function identity(from: string, to: string): NodeMessage {
  return { opType: "Identity", input: [from], output: [to] };
}

/** A named input or output, with the names of its dynamic dimensions. */
export function valueInfo(name: string, { shape, dtype }: TensorType): ValueMessage {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: onnxType[dtype], shape: { dim } } } };
}

/** Values that are part of the model, of one of the graph's dtypes. */
export function tensorMessage(
  name: string,
  dtype: DType,
  shape: Shape,
  values: readonly number[] | Float32Array,
): TensorMessage {
  return rawTensor(name, onnxType[dtype], shape, rawBytes(dtype, values));
}

/** Matrices of int8. The graph has no such dtype: only quantised weights use it. */
export function int8Message(name: string, shape: Shape, values: Int8Array<ArrayBuffer>): TensorMessage {
  return rawTensor(name, 3, shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function rawTensor(
  name: string,
  dataType: number,
  shape: Shape,
  rawData: Uint8Array<ArrayBuffer>,
): TensorMessage {
  return { name, dataType, dims: shape.map(Number), rawData };
}

function rawBytes(dtype: DType, values: readonly number[] | Float32Array): Uint8Array<ArrayBuffer> {
  switch (dtype) {
    case "float32":
      return new Uint8Array(Float32Array.from(values).buffer);
    case "int32":
      return new Uint8Array(Int32Array.from(values).buffer);
    case "int64":
      return new Uint8Array(BigInt64Array.from(Array.from(values, (value) => BigInt(value))).buffer);
    case "bool":
      return Uint8Array.from(values);
  }
}
