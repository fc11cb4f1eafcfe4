import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type GraphProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from "onnx-buf";
import { type Body, bodyResults, reach } from "./body.ts";
import { type DType, onnxType } from "./dtype.ts";
import type { Attribute, Node } from "./node.ts";
import type { Scope } from "./scope.ts";
import type { Shape } from "./shape.ts";
import type { Tensor, TensorType } from "./tensor.ts";

type NodeMessage = MessageInitShape<typeof NodeProtoSchema>;
type GraphMessage = MessageInitShape<typeof GraphProtoSchema>;
type AttributeMessage = MessageInitShape<typeof AttributeProtoSchema>;

/** ai.onnx version: the first with all that is used here is 18; 21 is what both runtimes have long known. */
const opset = 21;
const irVersion = 10;

export interface OnnxOptions {
  /** Values of inputs that become part of the model: the runtime packs such weights once. By input name. */
  readonly weights?: ReadonlyMap<string, Float32Array>;
  /** Uses ai.onnx operators alone, so that any ONNX runtime can read the model. Default false. */
  readonly standard?: boolean;
}

/**
 * Serialises the graph that computes the named outputs. Its inputs are the `input` tensors that they reach.
 * @returns an ONNX model, binary
 */
export function toOnnx(outputs: Readonly<Record<string, Tensor>>, options: OnnxOptions = {}): Uint8Array {
  const graph = new Writer(options).model(outputs);
  const opsetImport = [{ domain: "", version: BigInt(opset) }];
  if (!options.standard) opsetImport.push({ domain: "com.microsoft", version: 1n });
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(irVersion),
    producerName: "henkan",
    opsetImport,
    graph,
  });
  return toBinary(ModelProtoSchema, model);
}

class Writer {
  private readonly names = new Map<Tensor, string>();
  private readonly inputs = new Map<string, Tensor>();
  private readonly constants = new Map<string, MessageInitShape<typeof TensorProtoSchema>>();
  private readonly options: OnnxOptions;
  private count = 0;

  constructor(options: OnnxOptions) {
    this.options = options;
  }

  model(outputs: Readonly<Record<string, Tensor>>): GraphMessage {
    for (const [name, tensor] of Object.entries(outputs)) {
      const inner = expand(tensor);
      if (inner.origin.kind === "node" && !this.names.has(inner)) this.names.set(inner, name);
    }
    const node = this.nodes(Object.values(outputs), undefined);
    for (const [name, tensor] of Object.entries(outputs)) {
      if (this.name(tensor) !== name) node.push(identity(this.name(tensor), name));
    }
    const weights = this.options.weights ?? new Map<string, Float32Array>();
    const initializer = [...this.constants.values()];
    const input: MessageInitShape<typeof ValueInfoProtoSchema>[] = [];
    for (const [name, tensor] of this.inputs) {
      const values = weights.get(name);
      if (values === undefined) input.push(valueInfo(name, tensor));
      else initializer.push(tensorMessage(name, "float32", tensor.shape, values));
    }
    const output = Object.entries(outputs).map(([name, tensor]) => valueInfo(name, tensor));
    return { name: "henkan", node, input, output, initializer };
  }

  /** The nodes of one scope, in order, for the given results. */
  private nodes(results: readonly Tensor[], scope: Scope | undefined): NodeMessage[] {
    const { nodes, used } = reach(results, scope);
    return nodes.flatMap((node) => {
      if (node.body !== undefined) return [this.repeated(node, node.body, used)];
      const output = node.outputTensors.map((tensor) => this.name(tensor));
      return node.operator === "FusedMatMul" ? this.matmul(node, output) : [this.plain(node, output)];
    });
  }

  private plain({ operator, domain = "", inputs, attributes = {} }: Node, output: string[]): NodeMessage {
    return {
      opType: operator,
      domain,
      input: inputs.map((tensor) => this.name(tensor)),
      output,
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    };
  }

  /**
   * A product. Standard models have no operator that transposes its operands. Others have one; it is slow for a
   * transposed matrix on the left (a weight's gradient), where a copy is faster: 56 + 1 ms instead of 65 for
   * `[512, 896] · [896, 8000]` on one thread.
   */
  private matmul(node: Node, output: string[]): NodeMessage[] {
    const flags = [node.attributes?.transA, node.attributes?.transB];
    const copies = (side: number) =>
      flags[side] === 1 && (this.options.standard || (side === 0 && node.inputs[0]!.rank === 2));
    const before: NodeMessage[] = [];
    const input = node.inputs.map((tensor, side) => {
      if (!copies(side)) return this.name(tensor);
      const axes = [...tensor.shape.keys()];
      const perm = [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!];
      const transposed = this.fresh("Transpose");
      const swapped = {
        input: [this.name(tensor)],
        output: [transposed],
        attribute: [attribute("perm", perm)],
      };
      before.push({ opType: "Transpose", ...swapped });
      return transposed;
    });
    const left = flags.map((flag, side) => (copies(side) ? 0 : flag));
    if (left.every((flag) => flag !== 1)) return [...before, { opType: "MatMul", input, output }];
    const attributes = [attribute("transA", left[0]!), attribute("transB", left[1]!)];
    return [...before, { opType: "FusedMatMul", domain: node.domain!, input, output, attribute: attributes }];
  }

  /** A Scan or Loop: the states, then those of the stacked outputs that somebody reads. */
  private repeated(node: Node, body: Body, used: ReadonlySet<Tensor>): NodeMessage {
    const states = node.outputTensors.slice(0, body.states.length);
    const read = node.outputTensors.flatMap((tensor, index) =>
      index >= states.length && used.has(tensor) ? [index] : [],
    );
    const results = bodyResults(body, read);
    const { sequences } = reach(results, body.scope);
    const input = node.inputs.map((tensor) => this.name(tensor));
    const output = [...states, ...read.map((index) => node.outputTensors[index]!)].map((tensor) =>
      this.name(tensor),
    );
    if (body.kind === "loop") {
      input.splice(1, 0, "");
      const condition: [string, TensorType] = [this.fresh("condition"), { shape: [], dtype: "bool" }];
      const counter: [string, TensorType] = [this.name(body.counter!), body.counter!];
      const graph = this.bodyGraph(body, results, [counter, condition, ...this.named(body.states)]);
      return { opType: "Loop", input, output, attribute: [graph] };
    }
    for (const slice of sequences)
      if (slice.origin.kind === "sequence") input.push(this.name(slice.origin.stacked));
    const direction = body.reverse ? 1 : 0;
    return {
      opType: "Scan",
      input,
      output,
      attribute: [
        this.bodyGraph(body, results, this.named([...body.states, ...sequences])),
        attribute("num_scan_inputs", sequences.length),
        attribute(
          "scan_input_directions",
          sequences.map(() => direction),
        ),
        ...(read.length > 0
          ? [
              attribute(
                "scan_output_directions",
                read.map(() => direction),
              ),
            ]
          : []),
      ],
    };
  }

  private named(tensors: readonly Tensor[]): [string, TensorType][] {
    return tensors.map((tensor) => [this.name(tensor), tensor]);
  }

  private bodyGraph(
    body: Body,
    results: readonly Tensor[],
    inputs: readonly [string, TensorType][],
  ): AttributeMessage {
    const node = this.nodes(results, body.scope);
    const taken = new Set<string>();
    const output = results.map((tensor) => {
      let name = this.name(tensor);
      const inner = expand(tensor);
      if (inner.origin.kind !== "node" || inner.scope !== body.scope || taken.has(name)) {
        const copy = this.fresh("Identity");
        node.push(identity(name, copy));
        name = copy;
      }
      taken.add(name);
      return valueInfo(name, tensor);
    });
    const input = inputs.map(([name, type]) => valueInfo(name, type));
    return { name: "body", type: AttributeType.GRAPH, g: { name: "body", node, input, output } };
  }

  private name(tensor: Tensor): string {
    const inner = expand(tensor);
    let name = this.names.get(inner);
    if (name === undefined) {
      name = this.newName(inner);
      this.names.set(inner, name);
    }
    return name;
  }

  private newName(tensor: Tensor): string {
    const { origin } = tensor;
    if (origin.kind === "input") {
      this.inputs.set(origin.name, tensor);
      return origin.name;
    }
    if (origin.kind !== "constant")
      return this.fresh(origin.kind === "node" ? origin.node.operator : origin.kind);
    const key = `${tensor.dtype} ${tensor.shape} ${origin.values}`;
    const known = this.constants.get(key);
    if (known?.name !== undefined) return known.name;
    const name = this.fresh("constant");
    this.constants.set(key, tensorMessage(name, tensor.dtype, tensor.shape, origin.values));
    return name;
  }

  private fresh(prefix: string): string {
    return `${prefix}_${this.count++}`;
  }
}

/** What a composite operator's output stands for. */
function expand(tensor: Tensor): Tensor {
  const { origin } = tensor;
  return origin.kind === "node" && origin.node.inner !== undefined
    ? expand(origin.node.inner[origin.index]!)
    : tensor;
}

function identity(from: string, to: string): NodeMessage {
  return { opType: "Identity", input: [from], output: [to] };
}

function attribute(name: string, value: Attribute): AttributeMessage {
  if (typeof value === "string")
    return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if (typeof value === "number") return { name, type: AttributeType.INT, i: BigInt(value) };
  return { name, type: AttributeType.INTS, ints: value.map((one) => BigInt(one)) };
}

function valueInfo(
  name: string,
  { shape, dtype }: TensorType,
): MessageInitShape<typeof ValueInfoProtoSchema> {
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

function tensorMessage(
  name: string,
  dtype: DType,
  shape: Shape,
  values: readonly number[] | Float32Array,
): MessageInitShape<typeof TensorProtoSchema> {
  const dims = shape.map((size) => BigInt(size));
  return { name, dataType: onnxType[dtype], dims, rawData: rawBytes(dtype, values) };
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
