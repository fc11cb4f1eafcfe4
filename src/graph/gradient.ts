import { GradientError, ShapeError } from "../errors.ts";
import { type Body, bodyResults, reach, wholeSequence } from "./body.ts";
import { add } from "./elementwise.ts";
import type { Node } from "./node.ts";
import { zerosLike } from "./reshape.ts";
import { scanGradient } from "./scan-gradient.ts";
import type { Scope } from "./scope.ts";
import { formatShape } from "./shape.ts";
import { constant, type Tensor } from "./tensor.ts";

/**
 * ∂loss/∂parameter for each parameter, as more graph: reverse-mode differentiation (the chain rule from the loss
 * back to the leaves, each node once).
 * @param loss a float32 scalar
 * @returns one tensor per parameter, of its shape; zeros where the loss does not depend on it
 * @throws {ShapeError} where the loss is not a scalar
 * @throws {GradientError} where a parameter reaches the loss through an operator without a gradient
 */
export function gradient(loss: Tensor, parameters: readonly Tensor[]): readonly Tensor[] {
  if (loss.rank !== 0)
    throw new ShapeError(`gradient: the loss must be a scalar, and is ${formatShape(loss.shape)}`);
  return vectorJacobian([loss], [constant(1)], parameters).map((dp, i) => dp ?? zerosLike(parameters[i]!));
}

/**
 * Σ seed · ∂output/∂tensor for each of `tensors`; undefined where no output depends on it. Paths that go through
 * a tensor of `leaves` do not count.
 */
export function vectorJacobian(
  outputs: readonly Tensor[],
  seeds: readonly (Tensor | undefined)[],
  tensors: readonly Tensor[],
  leaves: readonly Tensor[] = [],
): readonly (Tensor | undefined)[] {
  const { nodes } = reach(outputs, outputs[0]?.scope, "whole", leaves);
  const wanted = new Set(tensors);
  markDependents(nodes, wanted);
  const gradients = new Gradients();
  outputs.forEach((output, index) => gradients.add(output, seeds[index]));
  sweep(nodes, wanted, gradients);
  return tensors.map((tensor) => gradients.get(tensor));
}

/** Sums of the gradients that have reached each tensor so far. */
export class Gradients {
  private readonly sums = new Map<Tensor, Tensor>();

  get(tensor: Tensor): Tensor | undefined {
    return this.sums.get(tensor);
  }

  add(tensor: Tensor, contribution: Tensor | undefined): void {
    if (contribution === undefined) return;
    const sum = this.sums.get(tensor);
    this.sums.set(tensor, sum === undefined ? contribution : add(sum, contribution));
  }

  entries(): Iterable<[Tensor, Tensor]> {
    return this.sums;
  }
}

/** How a sweep treats tensors from outside of its scope. */
export interface SweepContext {
  readonly scope?: Scope | undefined;
  /** The value of a forward tensor where the gradient is computed. */
  readonly view?: (tensor: Tensor) => Tensor;
  /** Takes ∂loss/∂input of a node where that input comes from outside. */
  readonly captured?: (
    node: Node,
    index: number,
    gradient: Tensor,
    outputGradients: readonly (Tensor | undefined)[],
  ) => void;
}

/** Adds to `wanted` every tensor that depends on one in it, going through nodes in order. */
export function markDependents(nodes: readonly Node[], wanted: Set<Tensor>): void {
  for (const node of nodes) {
    if (node.gradient === "stopped") continue;
    if (reads(node).some((tensor) => wanted.has(tensor))) {
      for (const output of node.outputTensors) if (output.dtype === "float32") wanted.add(output);
    }
  }
}

function reads(node: Node): readonly Tensor[] {
  if (node.body === undefined) return node.inputs;
  const { captured, sequences } = reachBody(node.body);
  return [...node.inputs, ...captured, ...sequences.map(wholeSequence)];
}

/** What all results of a body need. */
export function reachBody(body: Body): ReturnType<typeof reach> {
  const all = body.outputs.map((_, index) => index + body.states.length);
  return reach(bodyResults(body, all), body.scope, "whole");
}

/**
 * Propagates gradients through one scope, from the last node to the first.
 * @throws {GradientError} where one reaches an operator that has no gradient for a wanted operand
 */
export function sweep(
  nodes: readonly Node[],
  wanted: ReadonlySet<Tensor>,
  gradients: Gradients,
  { scope, view = (tensor) => tensor, captured }: SweepContext = {},
): void {
  for (const node of nodes.toReversed()) {
    const dys = node.outputTensors.map((tensor) => gradients.get(tensor));
    if (dys.every((dy) => dy === undefined)) continue;
    if (node.body !== undefined) {
      for (const [tensor, dx] of scanGradient(node, node.body, dys, wanted, view)) {
        gradients.add(tensor, dx);
      }
      continue;
    }
    const { inputs, gradient: rule } = node;
    if (rule === "stopped" || !inputs.some((tensor) => wanted.has(tensor))) continue;
    const dxs = rule?.(dys, {
      inputs: inputs.map(view),
      outputs: node.outputTensors.map(view),
      saved: (node.saved ?? []).map(view),
    });
    inputs.forEach((tensor, index) => {
      if (!wanted.has(tensor)) return;
      const dx = dxs?.[index];
      if (dx === undefined) throw withoutGradient(node, index);
      if (captured !== undefined && tensor.scope !== scope) captured(node, index, dx, dys);
      else gradients.add(tensor, dx);
    });
  }
}

function withoutGradient({ operator, inputs }: Node, index: number): GradientError {
  return new GradientError(
    `gradient: ${operator} has none for operand ${index + 1}, ${formatShape(inputs[index]!.shape)}: write it with operators ` +
      "that have one, or stop the gradient on purpose with stopGradient(operand)",
  );
}
