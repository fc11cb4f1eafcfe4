import type { Node } from "./node.ts";
import type { Scope } from "./scope.ts";
import type { Dimension } from "./shape.ts";
import { Tensor, type TensorType } from "./tensor.ts";

/** The step that a scan or a loop repeats. Its sequences are found from the slices that its results reach. */
export interface Body {
  readonly kind: "scan" | "loop";
  readonly scope: Scope;
  /** The number of steps: the outputs' first axis. */
  readonly length: Dimension;
  /** True for a scan that reads its sequences, and writes its outputs, from the last step to the first. */
  readonly reverse: boolean;
  /** The states before a step; `nextStates` are those after it. */
  readonly states: readonly Tensor[];
  readonly nextStates: readonly Tensor[];
  /** Values of each step; stacked along a new first axis they are the node's outputs behind the final states. */
  readonly outputs: Tensor[];
  /** For a loop: the counter that a step sees, and the condition under which there is a next step. */
  readonly counter?: Tensor;
  readonly condition?: Tensor;
}

/** The nodes and leaves of a scope that some results need. */
export interface Reach {
  /** Nodes of the scope itself, in an order in which they can be computed. */
  readonly nodes: readonly Node[];
  /** The outputs of each node that are read: the others need not be computed. */
  readonly used: ReadonlySet<Tensor>;
  /** Slices of sequences. */
  readonly sequences: readonly Tensor[];
  /** Tensors from outside. */
  readonly captured: readonly Tensor[];
}

/**
 * Walks back from results through one scope (undefined: the outermost). A composite operator is one node
 * ("whole", for gradients) or what it is made of ("expanded", for execution). The walk stops at `leaves`.
 */
export function reach(
  results: readonly Tensor[],
  scope: Scope | undefined,
  composites: "whole" | "expanded" = "expanded",
  leaves: readonly Tensor[] = [],
): Reach {
  const used = new Set<Tensor>(leaves);
  const nodes = new Set<Node>();
  const sequences: Tensor[] = [];
  const captured: Tensor[] = [];
  const pending = [...results];
  for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
    if (used.has(tensor)) continue;
    used.add(tensor);
    if (tensor.scope !== scope) captured.push(tensor);
    else if (tensor.origin.kind === "sequence") sequences.push(tensor);
    else if (tensor.origin.kind === "node") {
      const { node, index } = tensor.origin;
      if (node.inner !== undefined && composites === "expanded") {
        pending.push(node.inner[index]!);
      } else {
        nodes.add(node);
        pending.push(...dependencies(node, index, composites));
      }
    }
  }
  const byId = (a: { id: number }, b: { id: number }) => a.id - b.id;
  return {
    nodes: [...nodes].sort(byId),
    used,
    sequences: sequences.sort(byId),
    captured: captured.sort(byId),
  };
}

/** What one output of a node reads: the node's inputs, and what a body captures and slices for that output. */
function dependencies(node: Node, index: number, composites: "whole" | "expanded"): readonly Tensor[] {
  const { body } = node;
  if (body === undefined) return node.inputs;
  const { sequences, captured } = reach(bodyResults(body, [index]), body.scope, composites);
  return [...node.inputs, ...captured, ...sequences.map(wholeSequence)];
}

/** All that a node reads, in bodies too. */
export function tensorsRead(node: Node): readonly Tensor[] {
  if (node.body === undefined) return node.inputs;
  const { sequences, captured } = reach(
    bodyResults(node.body, [...node.outputTensors.keys()]),
    node.body.scope,
  );
  const stacked = sequences.flatMap(({ origin }) => (origin.kind === "sequence" ? [origin.stacked] : []));
  return [...node.inputs, ...captured, ...stacked];
}

/** The results that a body must give for the chosen outputs of its node; the states are always among them. */
export function bodyResults(body: Body, outputs: readonly number[]): readonly Tensor[] {
  const chosen = outputs.filter((index) => index >= body.states.length);
  return [
    ...(body.condition === undefined ? [] : [body.condition]),
    ...body.nextStates,
    ...chosen.map((index) => body.outputs[index - body.states.length]!),
  ];
}

/** The stacked tensor `[T, …]` that a slice belongs to. */
export function wholeSequence(slice: Tensor): Tensor {
  if (slice.origin.kind !== "sequence") throw new TypeError("not a slice of a sequence");
  return slice.origin.stacked;
}

/** The type of a value of each step, stacked: `[…]` → `[T, …]`. */
export function stackedType({ shape, dtype }: TensorType, length: Dimension): TensorType {
  return { shape: [length, ...shape], dtype };
}

/**
 * All steps' values of a tensor inside a node's body, as an output of that node. The output is added if it does not
 * exist yet.
 */
export function stackedOutput(node: Node, body: Body, tensor: Tensor): Tensor {
  let index = body.outputs.indexOf(tensor);
  if (index < 0) {
    index = body.outputs.push(tensor) - 1;
    const origin = { kind: "node", node, index: index + body.states.length } as const;
    node.outputTensors.push(new Tensor(stackedType(tensor, body.length), origin, node.scope));
  }
  return node.outputTensors[index + body.states.length]!;
}

/** The inner tensor that a composite operator's output is. */
export function expand(tensor: Tensor): Tensor {
  const { origin } = tensor;
  return origin.kind === "node" && origin.node.inner !== undefined
    ? expand(origin.node.inner[origin.index]!)
    : tensor;
}
