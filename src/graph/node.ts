import { type Body, wholeSequence } from "./body.ts";
import { deepestScope, type Scope } from "./scope.ts";
import { sameShape } from "./shape.ts";
import { Tensor, type TensorType } from "./tensor.ts";

export type Attribute = number | string | readonly number[];

/** The values of the differentiated node that its gradient rule reads. */
export interface Differential {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** For a composite operator: the inner values that its rule asked to keep. */
  readonly saved: readonly Tensor[];
}

/**
 * The vector-Jacobian product of an operator: from ∂loss/∂output for each output (undefined where the loss does
 * not depend on it) to ∂loss/∂input for each input. A rule gives the gradients of all inputs: those that are not used
 * are never computed. It may give undefined only for an input that is not float32, or if the gradients of all outputs
 * are undefined. In every other case undefined is a `GradientError`, never a silent zero.
 */
export type GradientRule = (
  outputGradients: readonly (Tensor | undefined)[],
  node: Differential,
) => readonly (Tensor | undefined)[];

/** An operator to be recorded. */
export interface Operation {
  /** The operator's name in ONNX, or in error messages for a composite. */
  readonly operator: string;
  readonly domain?: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly TensorType[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /**
   * Absent if the operator has no gradient: then differentiating through it is an error, see `sweep`. "stopped": the
   * gradient is zero on purpose, see `stopGradient`.
   */
  readonly gradient?: GradientRule | "stopped";
  /**
   * The same operator on inputs of which some have gained a leading time axis. With it an operator leaves a scan
   * if it does not depend on the states (see `apply`), and a weight's gradient is one product after the scan.
   */
  readonly lift?: (inputs: readonly Tensor[]) => readonly Tensor[];
  /** True for elementwise operators: cheap enough to be computed twice, and their lift only broadcasts. */
  readonly elementwise?: boolean;
  /** For a scan or loop: the step that it repeats. */
  readonly body?: Body;
  /** For a composite operator: the tensors that its outputs stand for, and the values kept for its gradient. */
  readonly inner?: readonly Tensor[];
  readonly saved?: readonly Tensor[];
}

/** An operator in the graph. */
export interface Node extends Operation {
  /** A node's number is above those of the nodes that it needs. */
  readonly id: number;
  readonly outputTensors: Tensor[];
  readonly scope: Scope | undefined;
}

/**
 * Records an operator and gives its outputs.
 *
 * In a scan's body, an operator whose operands are slices of sequences (or come from outside) has nothing to do
 * with the recurrence: it is applied once to the whole sequences, and its result enters the body as a new
 * sequence. So `matmul(x, W)` for the input of a recurrent cell is one large product before the scan, though the
 * cell says it step by step.
 */
export function apply(operation: Operation): readonly Tensor[] {
  const scope = deepestScope(operation.inputs);
  if (scope !== undefined && canLeaveScan(operation, scope)) {
    const lifted = operation.lift!(
      operation.inputs.map((tensor) => (tensor.scope === scope ? wholeSequence(tensor) : tensor)),
    );
    return lifted.map((tensor) => scope.sequence(tensor));
  }
  return record(operation, scope).outputTensors;
}

/** Like `apply`, for the many operators with one output. */
export function applyOne(operation: Operation): Tensor {
  return apply(operation)[0]!;
}

export function record(operation: Operation, scope: Scope | undefined): Node {
  const outputTensors: Tensor[] = [];
  const node: Node = { ...operation, id: nodes++, outputTensors, scope };
  operation.outputs.forEach((type, index) => {
    outputTensors.push(new Tensor(type, { kind: "node", node, index }, scope));
  });
  return node;
}

let nodes = 0;

/** Records the operators that `make` applies in the scope of their operands, even where they could leave a scan. */
export function stayInScan<T>(make: () => T): T {
  staying = true;
  try {
    return make();
  } finally {
    staying = false;
  }
}

let staying = false;

function canLeaveScan({ inputs, outputs, lift, elementwise }: Operation, scope: Scope): boolean {
  if (staying || lift === undefined) return false;
  const inside = inputs.filter((tensor) => tensor.scope === scope);
  if (!inside.every((tensor) => tensor.origin.kind === "sequence")) return false;
  // An elementwise result that is larger than the slices it is made of is better made step by step.
  return !elementwise || inside.some((tensor) => sameShape(tensor.shape, outputs[0]!.shape));
}
