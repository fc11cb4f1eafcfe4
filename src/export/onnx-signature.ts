import { onnxType } from "../graph/dtype.ts";
import { modelFields, type ValueMessage } from "../graph/onnx-messages.ts";
import { decode, type Found } from "../graph/protocol-buffer.ts";

/** An input or output of an ONNX model. */
export interface Port {
  readonly name: string;
  /** Such as "int64". */
  readonly dtype: string;
  /** Sizes, or names of dynamic ones. */
  readonly shape: readonly (number | string)[];
}

/** Inputs and outputs as a model of ours itself declares them. */
export function signatureOf(onnx: Uint8Array): { inputs: readonly Port[]; outputs: readonly Port[] } {
  const [graph] = decode(modelFields, onnx).graph;
  return { inputs: graph!.input.map(port), outputs: graph!.output.map(port) };
}

function port({ name, type }: Found<ValueMessage>): Port {
  const { elemType, shape } = type[0]!.tensorType[0]!;
  return {
    name: name[0]!,
    dtype: dtypes.get(elemType[0]!)!,
    shape: shape[0]!.dim.map(({ dimValue, dimParam }) => dimValue[0] ?? dimParam[0]!),
  };
}

const dtypes = new Map<number, string>(Object.entries(onnxType).map(([name, number]) => [number, name]));
