import { type Body, reach, stackedType } from "./body.ts";
import { record } from "./node.ts";
import { checkStates, type ScanResult } from "./scan.ts";
import { deepestScope, Scope } from "./scope.ts";
import type { Shape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

export interface LoopOptions {
  /** The states before the first step. */
  readonly initial: readonly Tensor[];
  /** The largest number of steps, an int64 scalar. */
  readonly maximum: Tensor;
  /** The name of the number of steps that were made: the first axis of the outputs. */
  readonly length: string;
}

export interface LoopStep {
  readonly states: readonly Tensor[];
  /** A bool scalar: whether there is a next step. */
  readonly condition: Tensor;
  /** Values to keep of each step. */
  readonly outputs?: readonly Tensor[];
}

/**
 * Repeats a step until its condition fails or `maximum` steps are made; the first step is always made where
 * `maximum` is above 0. The step sees its number (from 0, int64) and the states. A named size of a state may change
 * from step to step; then it leaves the step under another name. A loop has no gradient.
 * @throws {ShapeError} where a state changes its rank or a fixed size
 */
export function loop(
  { initial, maximum, length }: LoopOptions,
  step: (counter: Tensor, states: readonly Tensor[]) => LoopStep,
): ScanResult {
  const scope = new Scope();
  const counter = scope.state({ shape: [], dtype: "int64" });
  const states = initial.map((tensor) => scope.state(tensor));
  const traced = scope.trace(() => step(counter, states));
  checkStates("loop", states, traced.states, sameFixedSizes);
  const outputs = [...(traced.outputs ?? [])];
  const { condition, states: nextStates } = traced;
  const body: Body = {
    kind: "loop",
    scope,
    length,
    reverse: false,
    states,
    nextStates,
    outputs,
    counter,
    condition,
  };
  const { captured } = reach([condition, ...nextStates, ...outputs], scope);
  const node = record(
    {
      operator: "Loop",
      inputs: [maximum, ...initial],
      outputs: [...initial, ...outputs.map((tensor) => stackedType(tensor, length))],
      body,
    },
    deepestScope([maximum, ...initial, ...captured]),
  );
  const count = initial.length;
  return { states: node.outputTensors.slice(0, count), outputs: node.outputTensors.slice(count) };
}

function sameFixedSizes(before: Shape, after: Shape): boolean {
  return (
    before.length === after.length &&
    before.every(
      (size, axis) => size === after[axis] || (typeof size === "string" && typeof after[axis] === "string"),
    )
  );
}
