import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema, TensorProto_DataType, type ValueInfoProto } from "onnx-buf";

/** An input or output of an ONNX model. */
export interface Port {
  readonly name: string;
  /** Such as "int64". */
  readonly dtype: string;
  /** Sizes, or names of dynamic ones. */
  readonly shape: readonly (number | string)[];
}

/** Inputs and outputs as a model itself declares them. */
export function signatureOf(onnx: Uint8Array): { inputs: readonly Port[]; outputs: readonly Port[] } {
  const { graph } = fromBinary(ModelProtoSchema, onnx);
  return { inputs: graph!.input.map(port), outputs: graph!.output.map(port) };
}

function port({ name, type }: ValueInfoProto): Port {
  if (type?.value.case !== "tensorType") throw new TypeError(`${name}: not a tensor`);
  const { elemType, shape } = type.value.value;
  return {
    name: name!,
    dtype: dtypes.get(elemType!) ?? TensorProto_DataType[elemType!]!.toLowerCase(),
    shape: shape!.dim.map(({ value }) => (value.case === "dimValue" ? Number(value.value) : value.value!)),
  };
}

const dtypes = new Map<number, string>([[TensorProto_DataType.FLOAT, "float32"]]);
