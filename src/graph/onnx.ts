import { ConfigError } from "../errors.ts";
import { type Body, bodyResults, expand, reach, tensorsRead } from "./body.ts";
import { JoinedProducts } from "./joined-products.ts";
import { LookUps } from "./look-ups.ts";
import type { Node } from "./node.ts";
import {
  type AttributeMessage,
  attribute,
  bodyAttribute,
  type GraphMessage,
  identity,
  modelFields,
  type NodeMessage,
  type OpsetMessage,
  type TensorMessage,
  tensorMessage,
  type ValueMessage,
  valueInfo,
} from "./onnx-messages.ts";
import { encode } from "./protocol-buffer.ts";
import { Quantizer } from "./quantizer.ts";
import type { Scope } from "./scope.ts";
import { type PlainOperation, standardForm } from "./standard.ts";
import { constant, type Tensor, type TensorType } from "./tensor.ts";

/**
 * Versions of ONNX. `ours`: all operators that are used exist since ai.onnx 18, and both runtimes support 21.
 * `standard`: ONNX 1.12 of 2022, a low version that as many runtimes as possible can read. ScatterND with addition needs
 * ai.onnx 16.
 */
const versions = { ours: { opset: 21, ir: 10 }, standard: { opset: 17, ir: 8 } } as const;

export interface OnnxOptions {
  /** Values of inputs that become part of the model: the runtime packs such weights once. By input name. */
  readonly weights?: ReadonlyMap<string, Float32Array>;
  /** Uses ai.onnx 17 operators alone, so that any ONNX runtime can read the model. Default false. */
  readonly standard?: boolean;
  /**
   * Stores weights in a quarter of the bytes and multiplies with them in integers. It concerns matrices of
   * `weights` with 1024 elements or more, as the right side of `matmul` or `affine` and the table of `gather`; of
   * one that is used otherwise too there is a float32 copy. Products of random normal numbers are off by 1.6 % of
   * their spread, and a row's result depends slightly on the rows beside it. Default: weights stay float32.
   */
  readonly quantize?: "int8";
  /** Tensors that are computed elsewhere, by the names of the inputs that bring them here; see `cut`. Default: none. */
  readonly given?: Readonly<Record<string, Tensor>>;
  /** What the model is and how to feed it, in words for people. Default: nothing. */
  readonly description?: string;
  /** Facts for programs, such as the vocabulary. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The version of henkan, or of the program that uses it. Default: none. */
  readonly producerVersion?: string;
}

/**
 * Serialises the graph that computes the named outputs. Its inputs are the `input` tensors that they reach.
 * @returns an ONNX model, binary
 * @throws {ConfigError} for `quantize` without `weights`
 * @throws {RangeError} for `quantize` with weights that are not finite
 * @throws {TypeError} where a standard model has no operator for something
 */
export function toOnnx(outputs: Readonly<Record<string, Tensor>>, options: OnnxOptions = {}): Uint8Array {
  const { standard = false, description, metadata = {}, producerVersion } = options;
  const { opset, ir } = standard ? versions.standard : versions.ours;
  const opsetImport: OpsetMessage[] = [{ domain: "", version: opset }];
  if (!standard) opsetImport.push({ domain: "com.microsoft", version: 1 });
  return encode(modelFields, {
    irVersion: ir,
    producerName: "henkan",
    producerVersion,
    docString: description,
    graph: new Writer(options).model(outputs),
    opsetImport,
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

class Writer {
  private readonly names = new Map<Tensor, string>();
  private readonly inputs = new Map<string, Tensor>();
  private readonly constants = new Map<string, TensorMessage>();
  private readonly standard: boolean;
  private readonly weights: Map<string, Float32Array>;
  private readonly joined: JoinedProducts;
  private readonly quantizer: Quantizer | undefined;
  private readonly lookUps: LookUps | undefined;
  private readonly given: readonly Tensor[];
  private count = 0;

  constructor({ standard = false, weights, quantize, given = {} }: OnnxOptions) {
    this.standard = standard;
    this.given = Object.values(given).map(expand);
    for (const [name, tensor] of Object.entries(given)) {
      this.names.set(expand(tensor), name);
      this.inputs.set(name, tensor);
    }
    this.weights = new Map(weights);
    this.joined = new JoinedProducts(this.weights);
    if (quantize === undefined) {
      // An exported model has each weight once.
      if (weights !== undefined && !standard) this.lookUps = new LookUps(this.weights);
      return;
    }
    if (weights === undefined)
      throw new ConfigError(`quantize "${quantize}": expected the weights' values too`);
    this.quantizer = new Quantizer(this.weights, this);
  }

  model(outputs: Readonly<Record<string, Tensor>>): GraphMessage {
    for (const [name, tensor] of Object.entries(outputs)) {
      const inner = expand(tensor);
      if (inner.origin.kind === "node" && !this.names.has(inner)) this.names.set(inner, name);
    }
    const written = this.nodes(Object.values(outputs), undefined);
    const products = this.lookUps?.products ?? [];
    const node = [...products.map((product) => this.plain(product, this.outputs(product))), ...written];
    for (const [name, tensor] of Object.entries(outputs)) {
      if (this.name(tensor) !== name) node.push(identity(this.name(tensor), name));
    }
    const initializer = [...this.constants.values(), ...(this.quantizer?.initializers ?? [])];
    const input: ValueMessage[] = [];
    for (const [name, tensor] of this.inputs) {
      const values = this.weights.get(name);
      if (values === undefined) input.push(valueInfo(name, tensor));
      else initializer.push(tensorMessage(name, "float32", tensor.shape, values));
    }
    const output = Object.entries(outputs).map(([name, tensor]) => valueInfo(name, tensor));
    return { name: "henkan", node, input, output, initializer };
  }

  /** The nodes of one scope, in order, for the given results. */
  private nodes(results: readonly Tensor[], scope: Scope | undefined): NodeMessage[] {
    const { nodes, used } = reach(results.map(expand), scope, "expanded", this.given);
    return this.rewritten(nodes, results).flatMap((node) => {
      if (node.body !== undefined) return [this.repeated(node, node.body, used)];
      const output = this.outputs(node);
      const quantized = this.quantizer?.write(node, output[0]!);
      if (quantized !== undefined) return quantized;
      return node.operator === "FusedMatMul" ? this.matmul(node, output) : [this.plain(node, output)];
    });
  }

  /** The nodes of one scope in a form that is cheaper to run, without those that are not read any more. */
  private rewritten(nodes: readonly Node[], results: readonly Tensor[]): readonly Node[] {
    if (this.weights.size === 0) return nodes;
    const joined = this.joined.plan(nodes, results, (node) => this.lookUps?.find(node) !== undefined);
    const all = nodes.flatMap((node) => this.lookUps?.replace(node) ?? joined.get(node) ?? [node]);
    const read = new Set(results.map(expand));
    const live = all.toReversed().filter((node) => {
      const isRead = node.outputTensors.some((tensor) => read.has(tensor));
      if (isRead) for (const tensor of tensorsRead(node)) read.add(expand(tensor));
      return isRead;
    });
    return live.reverse();
  }

  private outputs(node: Node): string[] {
    return node.outputTensors.map((tensor) => this.name(tensor));
  }

  private plain(node: PlainOperation, output: string[]): NodeMessage {
    const { operator, domain = "", inputs, attributes = {} } = this.standard ? standardForm(node) : node;
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
      flags[side] === 1 && (this.standard || (side === 0 && node.inputs[0]!.rank === 2));
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

  /** A Scan or Loop: the states, then the stacked outputs that are read. */
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
      // The standard takes an absent condition as true, but not every runtime does.
      input.splice(1, 0, this.standard ? this.name(constant(1, "bool")) : "");
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
    return bodyAttribute({ node, input, output });
  }

  /** The name of a tensor in the model. */
  name(tensor: Tensor): string {
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

  /** A name that is not used yet. */
  fresh(prefix: string): string {
    return `${prefix}_${this.count++}`;
  }
}
