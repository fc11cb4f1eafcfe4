import { ShapeError } from "../errors.ts";
import { type Body, reach, stackedType, wholeSequence } from "./body.ts";
import { record } from "./node.ts";
import { deepestScope, Scope } from "./scope.ts";
import { type Dimension, formatShape, type Shape, sameShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

export interface ScanOptions {
  /** Read one step at a time along their first axis: `[T, …]`. */
  readonly sequences?: readonly Tensor[];
  /** The states before the first step. */
  readonly initial: readonly Tensor[];
  /** Reads and writes from the last step to the first. */
  readonly reverse?: boolean;
}

export interface ScanStep {
  /** The states after the step, in the order and shape of `initial`. */
  readonly states: readonly Tensor[];
  /** Values to keep of each step. */
  readonly outputs?: readonly Tensor[];
}

export interface ScanResult {
  /** The states after the last step. */
  readonly states: readonly Tensor[];
  /** The kept values, stacked: `[T, …]`. */
  readonly outputs: readonly Tensor[];
}

/**
 * A recurrence. `step` is traced once, with one step's slice of each sequence and the states; it may use any
 * tensor from outside. Operators that do not depend on the states are computed outside, for all steps at once.
 * @throws {ShapeError} where sequences differ in length, or a state changes its shape
 */
export function scan(
  { sequences = [], initial, reverse = false }: ScanOptions,
  step: (slices: readonly Tensor[], states: readonly Tensor[]) => ScanStep,
): ScanResult {
  const scope = new Scope();
  const states = initial.map((tensor) => scope.state(tensor));
  const slices = sequences.map((tensor) => scope.sequence(tensor));
  const traced = scope.trace(() => step(slices, states));
  checkStates("scan", states, traced.states);
  const outputs = [...(traced.outputs ?? [])];
  const length = sequenceLength(sequences);
  return recordScan(
    { kind: "scan", scope, length, reverse, states, nextStates: traced.states, outputs },
    initial,
  );
}

/** Records the node for a traced body. */
export function recordScan(body: Body, initial: readonly Tensor[]): ScanResult {
  const { captured, sequences } = reach([...body.nextStates, ...body.outputs], body.scope);
  const node = record(
    {
      operator: "Scan",
      inputs: initial,
      outputs: [...initial, ...body.outputs.map((tensor) => stackedType(tensor, body.length))],
      body,
    },
    deepestScope([...initial, ...captured, ...sequences.map(wholeSequence)]),
  );
  const count = initial.length;
  return { states: node.outputTensors.slice(0, count), outputs: node.outputTensors.slice(count) };
}

/** @param fits whether a state of one shape may become one of another (default: only of the same) */
export function checkStates(
  operator: string,
  before: readonly Tensor[],
  after: readonly Tensor[],
  fits: (before: Shape, after: Shape) => boolean = sameShape,
): void {
  if (before.length !== after.length) {
    throw new ShapeError(`${operator}: ${before.length} states enter a step and ${after.length} leave it`);
  }
  before.forEach((state, index) => {
    const next = after[index]!;
    if (fits(state.shape, next.shape) && state.dtype === next.dtype) return;
    const [from, to] = [state, next].map(({ shape, dtype }) => `${formatShape(shape)} ${dtype}`);
    throw new ShapeError(`${operator}: state ${index} enters a step as ${from} and leaves it as ${to}`);
  });
}

function sequenceLength(sequences: readonly Tensor[]): Dimension {
  const [first] = sequences;
  if (first === undefined) throw new ShapeError("scan: needs a sequence, to know how many steps there are");
  for (const other of sequences) {
    if (other.dimension(0) !== first.dimension(0)) {
      throw new ShapeError(
        `scan: sequences ${formatShape(first.shape)} and ${formatShape(other.shape)} differ in length`,
      );
    }
  }
  return first.dimension(0);
}
