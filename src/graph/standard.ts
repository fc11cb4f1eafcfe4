import type { Operation } from "./node.ts";

/** What is written of a node that repeats nothing. */
export type PlainOperation = Pick<Operation, "operator" | "domain" | "inputs" | "attributes">;

/**
 * A node as ai.onnx 17 has it. Of what graphs are made of, the reductions alone changed after that version: in 18
 * their axes became an input. ReduceSum reads them as an input since 13.
 * @throws {TypeError} for an operator of another domain, and for axes that are computed
 */
export function standardForm(node: PlainOperation): PlainOperation {
  const { operator, domain = "", inputs, attributes } = node;
  if (domain !== "") throw new TypeError(`${operator} of ${domain} has no standard form`);
  if (!operator.startsWith("Reduce") || operator === "ReduceSum") return node;
  const [x, axes] = inputs;
  if (axes === undefined) return node;
  if (axes.origin.kind !== "constant") throw new TypeError(`${operator}: its axes are not a constant`);
  return { operator, inputs: [x!], attributes: { ...attributes, axes: axes.origin.values } };
}
