import { type Node, record } from "./node.ts";
import type { Dimension } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The most elements of a product that is kept: 64 MB. */
const mostElements = 2 ** 24;

/**
 * Products of looked-up rows, table[i] W + b, as look-ups of rows of the product, (table W + b)[i], where table and W
 * are weights with values: the runtime multiplies them once, when the model is compiled, and a search step has one
 * product less, the token embedding's with the decoder cell.
 */
export class LookUps {
  private readonly known = new Map<string, Node>();
  private readonly weights: ReadonlyMap<string, Float32Array>;

  constructor(weights: ReadonlyMap<string, Float32Array>) {
    this.weights = weights;
  }

  /** Nodes of the main graph that compute the products. They come first, because bodies read them too. */
  get products(): readonly Node[] {
    return [...this.known.values()];
  }

  /** The nodes in place of a product of looked-up rows; undefined for another node. */
  replace(node: Node): readonly Node[] | undefined {
    const found = this.find(node);
    if (found === undefined) return undefined;
    const { table, ids, matrix } = found;
    const offset = node.inputs[2];
    const isWhole = offset === undefined || (offset.rank === 1 && this.isWeight(offset));
    const product = this.product(table, matrix, isWhole ? offset : undefined);
    const look = record(
      { operator: "Gather", inputs: [product, ids], outputs: node.outputs, attributes: { axis: 0 } },
      node.scope,
    );
    if (isWhole) return [{ ...look, outputTensors: node.outputTensors }];
    return [
      look,
      { ...node, operator: "Add", domain: "", attributes: {}, inputs: [look.outputTensors[0]!, offset] },
    ];
  }

  /** The parts of a product of looked-up rows. */
  find({
    operator,
    attributes = {},
    inputs,
  }: Node): { table: Tensor; ids: Tensor; matrix: Tensor } | undefined {
    if (operator !== "Gemm" && operator !== "FusedMatMul") return undefined;
    const [rows, matrix] = inputs as [Tensor, Tensor];
    const { origin } = rows;
    if (origin.kind !== "node" || origin.node.operator !== "Gather" || origin.node.attributes?.axis !== 0)
      return undefined;
    const [table, ids] = origin.node.inputs as [Tensor, Tensor];
    const isPlain = attributes.transA !== 1 && attributes.transB !== 1;
    if (!isPlain || !this.isMatrix(table) || !this.isMatrix(matrix)) return undefined;
    const size = elements(table.dimension(0)) * elements(matrix.dimension(1));
    return size > mostElements ? undefined : { table, ids, matrix };
  }

  /** table · matrix + offset, made once. */
  private product(table: Tensor, matrix: Tensor, offset: Tensor | undefined): Tensor {
    const inputs = [table, matrix, ...(offset === undefined ? [] : [offset])];
    const key = inputs.map(({ id }) => id).join();
    let node = this.known.get(key);
    if (node === undefined) {
      const outputs = [{ shape: [table.dimension(0), matrix.dimension(1)], dtype: table.dtype }];
      node = record({ operator: offset === undefined ? "MatMul" : "Gemm", inputs, outputs }, undefined);
      this.known.set(key, node);
    }
    return node.outputTensors[0]!;
  }

  private isMatrix(tensor: Tensor): boolean {
    return tensor.rank === 2 && this.isWeight(tensor);
  }

  private isWeight({ origin }: Tensor): boolean {
    return origin.kind === "input" && this.weights.has(origin.name);
  }
}

function elements(size: Dimension): number {
  return typeof size === "number" ? size : Number.POSITIVE_INFINITY;
}
