import { GradientError } from "../errors.ts";
import { type Body, stackedOutput, wholeSequence } from "./body.ts";
import { add } from "./elementwise.ts";
import { Gradients, markDependents, reachBody, sweep, vectorJacobian } from "./gradient.ts";
import { type Node, stayInScan } from "./node.ts";
import { concat, expandDims, reshape, slice, zerosLike } from "./reshape.ts";
import { recordScan } from "./scan.ts";
import { Scope } from "./scope.ts";
import { sameShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The gradient of a scan is a scan in the opposite direction (back-propagation through time), which carries
 * ∂loss/∂state. Three things make it cheap:
 *
 * - values of the forward steps are not computed again: they leave the forward scan as extra outputs and enter
 *   the backward one as sequences, except for those that are larger than what they were made of;
 * - the parts of a step's gradient that do not depend on ∂loss/∂state leave the scan (see `apply`);
 * - a weight's gradient is not added up step by step: the gradients of the products it took part in are stacked,
 *   and one large product after the scan gives the sum ("push-out"). The same holds for an attention memory.
 *
 * @param dys ∂loss/∂ final states and stacked outputs
 * @param wanted the tensors outside the body whose gradients are asked for
 * @param view the value of a forward tensor where the gradient is computed
 * @returns ∂loss/∂ initial states, stacked sequences and captured tensors
 */
export function scanGradient(
  node: Node,
  body: Body,
  dys: readonly (Tensor | undefined)[],
  wanted: ReadonlySet<Tensor>,
  view: (tensor: Tensor) => Tensor,
): Iterable<[Tensor, Tensor]> {
  if (body.kind === "loop") {
    throw new GradientError("gradient: a loop has none: use scan, or stopGradient on what it gives");
  }
  const { nodes, sequences, captured } = reachBody(body);
  const wantedInside = wantedInBody(node, body, nodes, sequences, captured, wanted);
  const scope = new Scope();
  const residual = (tensor: Tensor) => residualOf(tensor, node, body, scope, view);

  // States of the backward scan: ∂loss/∂state for each state that matters.
  const carried = body.states.flatMap((state, index) => (wantedInside.has(state) ? [index] : []));
  const entering = carried.map((index) => scope.state(body.states[index]!));
  const initial = carried.map((index) => dys[index] ?? zerosLike(view(node.inputs[index]!)));

  const inside = new Gradients();
  carried.forEach((index, i) => inside.add(body.nextStates[index]!, entering[i]));
  const summed = new Gradients();
  const pushedOut: PushOut[] = [];
  scope.trace(() => {
    body.outputs.forEach((output, index) => {
      const dy = dys[body.states.length + index];
      if (dy !== undefined) inside.add(output, scope.sequence(dy));
    });
    sweep(nodes, wantedInside, inside, {
      scope: body.scope,
      view: residual,
      captured: (inner, index, dx, outputGradients) => {
        const operand = inner.inputs[index]!;
        const stackable =
          inner.lift !== undefined && inner.inputs.every((tensor) => isStacked(residual(tensor), scope));
        if (stackable && !(inner.elementwise && sameShape(operand.shape, outputGradients[0]!.shape))) {
          pushedOut.push({ inner, operand, outputGradients });
        } else summed.add(operand, dx);
      },
    });
  });
  // Gradients of captured tensors that a nested scan gave belong outside too.
  for (const tensor of captured) summed.add(tensor, inside.get(tensor));

  const sums = [...summed.entries()];
  const accumulators = sums.map(([tensor]) => scope.state(tensor));
  const outputs = new Set<Tensor>();
  const keep = (tensor: Tensor | undefined) => {
    if (tensor !== undefined && !isSlice(tensor, scope)) outputs.add(tensor);
  };
  const wantedSequences = sequences.filter(
    (slice) => wantedInside.has(slice) && inside.get(slice) !== undefined,
  );
  for (const slice of wantedSequences) keep(inside.get(slice));
  for (const { outputGradients } of pushedOut) for (const dy of outputGradients) keep(dy);

  const result = recordScan(
    {
      kind: "scan",
      scope,
      length: body.length,
      reverse: !body.reverse,
      states: [...entering, ...accumulators],
      nextStates: [
        ...carried.map((index, i) => inside.get(body.states[index]!) ?? zerosLike(entering[i]!)),
        ...sums.map(([, dx], i) => add(accumulators[i]!, dx)),
      ],
      outputs: [...outputs],
    },
    [...initial, ...sums.map(([tensor]) => zerosLike(view(tensor)))],
  );
  const kept = [...outputs];
  const stacked = (tensor: Tensor) =>
    isSlice(tensor, scope) ? wholeSequence(tensor) : result.outputs[kept.indexOf(tensor)]!;

  const gradients = new Gradients();
  carried.forEach((index, i) => gradients.add(node.inputs[index]!, result.states[i]));
  sums.forEach(([tensor], i) => gradients.add(tensor, result.states[carried.length + i]));
  for (const slice of wantedSequences) gradients.add(wholeSequence(slice), stacked(inside.get(slice)!));
  for (const { inner, operand, outputGradients } of pushedOut) {
    const inputs = inner.inputs.map((tensor) => {
      const value = residual(tensor);
      return isSlice(value, scope) ? wholeSequence(value) : value;
    });
    const lifted = stayInScan(() => inner.lift!(inputs));
    const seeds = outputGradients.map((dy) => dy && stacked(dy));
    gradients.add(operand, vectorJacobian(lifted, seeds, [view(operand)], inputs)[0]);
  }
  return gradients.entries();
}

/** A product in the body whose gradient for an operand from outside is taken after the scan. */
interface PushOut {
  readonly inner: Node;
  readonly operand: Tensor;
  readonly outputGradients: readonly (Tensor | undefined)[];
}

/** The tensors of the body that depend on a wanted one; states depend on themselves through the steps. */
function wantedInBody(
  node: Node,
  body: Body,
  nodes: readonly Node[],
  sequences: readonly Tensor[],
  captured: readonly Tensor[],
  wanted: ReadonlySet<Tensor>,
): ReadonlySet<Tensor> {
  const inside = new Set<Tensor>(captured.filter((tensor) => wanted.has(tensor)));
  for (const slice of sequences) if (wanted.has(wholeSequence(slice))) inside.add(slice);
  body.states.forEach((state, index) => {
    if (wanted.has(node.inputs[index]!)) inside.add(state);
  });
  for (let before = -1; before !== inside.size; ) {
    before = inside.size;
    markDependents(nodes, inside);
    body.nextStates.forEach((next, index) => {
      if (inside.has(next)) inside.add(body.states[index]!);
    });
  }
  return inside;
}

/** The value of a tensor of the forward body in the backward one. */
function residualOf(
  tensor: Tensor,
  node: Node,
  body: Body,
  scope: Scope,
  view: (tensor: Tensor) => Tensor,
): Tensor {
  const residual = (inner: Tensor) => residualOf(inner, node, body, scope, view);
  if (tensor.scope !== body.scope) return view(tensor);
  if (tensor.origin.kind === "sequence") return scope.sequence(view(tensor.origin.stacked));
  if (isCheaperAgain(tensor, body)) {
    const { node: maker, index } = tensor.origin as { node: Node; index: number };
    return maker.lift!(maker.inputs.map(residual))[index]!;
  }
  if (tensor.origin.kind === "state") {
    const index = body.states.indexOf(tensor);
    const after = view(stackedOutput(node, body, body.nextStates[index]!));
    return scope.sequence(shift(after, view(node.inputs[index]!), body.reverse));
  }
  return scope.sequence(view(stackedOutput(node, body, tensor)));
}

/** The states before each step, from those after it, `[T, …]`, and the initial one. */
function shift(after: Tensor, initial: Tensor, reverse: boolean): Tensor {
  const first = expandDims(initial, 0);
  const parts = reverse ? [slice(after, 0, 1), first] : [first, slice(after, 0, 0, -1)];
  return reshape(concat(parts, 0), after.shape, after);
}

/** An elementwise value that is larger than its operands of the body is computed again rather than stored. */
function isCheaperAgain(tensor: Tensor, body: Body): boolean {
  if (tensor.scope !== body.scope || tensor.origin.kind !== "node" || !tensor.origin.node.elementwise)
    return false;
  return tensor.origin.node.inputs
    .filter((operand) => operand.scope === body.scope)
    .every((operand) => !sameShape(operand.shape, tensor.shape) || isCheaperAgain(operand, body));
}

function isSlice(tensor: Tensor, scope: Scope): boolean {
  return tensor.scope === scope && tensor.origin.kind === "sequence";
}

/** True for a value that is known for all steps: a slice of a sequence, or the same at every step. */
function isStacked(tensor: Tensor, scope: Scope): boolean {
  return tensor.scope !== scope || tensor.origin.kind === "sequence";
}
