import type { Node } from "./node.ts";
import { attribute, type NodeMessage } from "./onnx-messages.ts";
import type { Dimension } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The most elements of a product that is kept: 64 MB. */
const mostElements = 2 ** 24;

/** What is asked of the writer. */
interface Names {
  name(tensor: Tensor): string;
  fresh(prefix: string): string;
}

/**
 * Products of looked-up rows, table[i] W + b, written as look-ups of rows of the product, (table W + b)[i], where table
 * and W are weights with values: the runtime multiplies them once, when the model is compiled, and a search step has
 * one product less, the token embedding's with the decoder cell.
 */
export class LookUps {
  /** Nodes of the main graph that make the products: first of all, for bodies read them too. */
  readonly products: NodeMessage[] = [];
  private readonly known = new Map<string, string>();
  private readonly weights: ReadonlyMap<string, Float32Array>;
  private readonly names: Names;

  constructor(weights: ReadonlyMap<string, Float32Array>, names: Names) {
    this.weights = weights;
    this.names = names;
  }

  /** The nodes for a product; undefined where it is none of looked-up rows. */
  write({ operator, attributes = {}, inputs }: Node, output: string): readonly NodeMessage[] | undefined {
    if (operator !== "Gemm" && operator !== "FusedMatMul") return undefined;
    const [rows, matrix, offset] = inputs as [Tensor, Tensor, Tensor | undefined];
    const { origin } = rows;
    if (origin.kind !== "node" || origin.node.operator !== "Gather") return undefined;
    const [table, ids] = origin.node.inputs as [Tensor, Tensor];
    const transposed = attributes.transA === 1 || attributes.transB === 1;
    if (transposed || origin.node.attributes?.axis !== 0 || !this.isMatrix(table) || !this.isMatrix(matrix))
      return undefined;
    if (elements(table.dimension(0)) * elements(matrix.dimension(1)) > mostElements) return undefined;
    const whole = offset === undefined || (offset.rank === 1 && this.isWeight(offset)) ? offset : null;
    const look = {
      opType: "Gather",
      input: [this.product(table, matrix, whole ?? undefined), this.names.name(ids)],
      attribute: [attribute("axis", 0)],
    };
    if (whole !== null) return [{ ...look, output: [output] }];
    const row = this.names.fresh("Gather");
    const add = { opType: "Add", input: [row, this.names.name(offset!)], output: [output] };
    return [{ ...look, output: [row] }, add];
  }

  /** The name of table · matrix + offset. */
  private product(table: Tensor, matrix: Tensor, offset: Tensor | undefined): string {
    const input = [table, matrix, ...(offset === undefined ? [] : [offset])].map((tensor) =>
      this.names.name(tensor),
    );
    const key = input.join(" ");
    let name = this.known.get(key);
    if (name === undefined) {
      name = this.names.fresh("product");
      this.known.set(key, name);
      this.products.push({ opType: offset === undefined ? "MatMul" : "Gemm", input, output: [name] });
    }
    return name;
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
