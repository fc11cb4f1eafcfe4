import { expand, tensorsRead } from "./body.ts";
import type { Node } from "./node.ts";
import { concat } from "./reshape.ts";
import { input, type Tensor } from "./tensor.ts";

/**
 * Sums of products with weights, a W + b U + c, as one product, [a; b] [W; U] + c: the runtime's larger product takes
 * less time than two, and none of its results is read again. In a step of a decoder's cell these are the fed state's
 * and the cell's own state's.
 */
export class JoinedProducts {
  private readonly weights: Map<string, Float32Array>;

  /** @param weights by name; joined ones are added */
  constructor(weights: Map<string, Float32Array>) {
    this.weights = weights;
  }

  /**
   * What to write in place of each node of one scope: several nodes, or none if another node has absorbed it.
   * @param results of the scope
   * @param stays whether a product must not be joined
   */
  plan(
    nodes: readonly Node[],
    results: readonly Tensor[],
    stays: (node: Node) => boolean,
  ): ReadonlyMap<Node, readonly Node[]> {
    const readers = new Map<Tensor, number>();
    for (const tensor of [...results, ...nodes.flatMap(tensorsRead)].map(expand)) {
      readers.set(tensor, (readers.get(tensor) ?? 0) + 1);
    }
    const products = new Set(nodes.filter((node) => this.isProduct(node) && !stays(node)));
    const innerOf = (node: Node): Node | undefined => {
      const { origin } = expand(node.inputs[2]!);
      const isInner =
        origin.kind === "node" &&
        products.has(origin.node) &&
        readers.get(origin.node.outputTensors[0]!) === 1;
      return isInner ? origin.node : undefined;
    };
    const planned = new Map<Node, readonly Node[]>();
    // The last product of a sum comes last and absorbs those before it.
    for (const last of [...products].reverse()) {
      if (planned.has(last)) continue;
      const sum = [last];
      for (let inner = innerOf(last); inner !== undefined; inner = innerOf(inner)) sum.push(inner);
      if (sum.length === 1) continue;
      for (const node of sum) planned.set(node, []);
      planned.set(last, this.join(sum));
    }
    return planned;
  }

  private join(sum: readonly Node[]): readonly Node[] {
    const left = concat(sum.map(({ inputs }) => inputs[0]!));
    const matrix = this.joinWeights(sum.map(({ inputs }) => inputs[1]!));
    const offset = sum.at(-1)!.inputs[2]!;
    const { node } = left.origin as Extract<Tensor["origin"], { kind: "node" }>;
    return [node, { ...sum[0]!, inputs: [left, matrix, offset] }];
  }

  /** Matrices one above the other: row-major, so their values one behind the other. */
  private joinWeights(matrices: readonly Tensor[]): Tensor {
    const names = matrices.map(({ origin }) => (origin.kind === "input" ? origin.name : ""));
    const name = names.join("+");
    const parts = names.map((one) => this.weights.get(one)!);
    const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      values.set(part, at);
      at += part.length;
    }
    this.weights.set(name, values);
    const columns = Number(matrices[0]!.dimension(1));
    return input(name, [values.length / columns, columns]);
  }

  /** a W + c for a matrix of weights with values. */
  private isProduct({ operator, inputs }: Node): boolean {
    if (operator !== "Gemm") return false;
    const { origin } = inputs[1]!;
    return origin.kind === "input" && this.weights.has(origin.name);
  }
}
