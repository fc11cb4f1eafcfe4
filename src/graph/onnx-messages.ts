import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type GraphProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from "onnx-buf";
import { type DType, onnxType } from "./dtype.ts";
import type { Attribute } from "./node.ts";
import type { Shape } from "./shape.ts";
import type { TensorType } from "./tensor.ts";

/** The parts of an ONNX model, as protocol buffers take them. */
export type NodeMessage = MessageInitShape<typeof NodeProtoSchema>;
export type GraphMessage = MessageInitShape<typeof GraphProtoSchema>;
export type AttributeMessage = MessageInitShape<typeof AttributeProtoSchema>;
export type TensorMessage = MessageInitShape<typeof TensorProtoSchema>;
export type ValueMessage = MessageInitShape<typeof ValueInfoProtoSchema>;

export function attribute(name: string, value: Attribute): AttributeMessage {
  if (typeof value === "string")
    return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if (typeof value === "number") return { name, type: AttributeType.INT, i: BigInt(value) };
  return { name, type: AttributeType.INTS, ints: value.map((one) => BigInt(one)) };
}

/** The body of a Scan or Loop. */
export function bodyAttribute(graph: GraphMessage): AttributeMessage {
  return { name: "body", type: AttributeType.GRAPH, g: { name: "body", ...graph } };
}

export function identity(from: string, to: string): NodeMessage {
  return { opType: "Identity", input: [from], output: [to] };
}

/** A named input or output, with the names of its dynamic dimensions. */
export function valueInfo(name: string, { shape, dtype }: TensorType): ValueMessage {
  const dim = shape.map((size) => ({
    value:
      typeof size === "number"
        ? { case: "dimValue" as const, value: BigInt(size) }
        : { case: "dimParam" as const, value: size },
  }));
  return {
    name,
    type: { value: { case: "tensorType", value: { elemType: onnxType[dtype], shape: { dim } } } },
  };
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
  return { name, dataType, dims: shape.map((size) => BigInt(size)), rawData };
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
