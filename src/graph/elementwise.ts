import { type DType, onnxType } from "./dtype.ts";
import { applyOne, type GradientRule } from "./node.ts";
import { sumTo } from "./reduce.ts";
import { alignTime } from "./reshape.ts";
import { broadcastShapes } from "./shape.ts";
import { checkDTypes, type Operand, type Tensor, toTensor } from "./tensor.ts";

/** ∂loss/∂input of one input, from ∂loss/∂output `dy`, the inputs and the output `y`. */
type Derivative = (dy: Tensor, inputs: readonly [Tensor, Tensor, Tensor], y: Tensor) => Tensor;

// One row an operator: its derivative for each input, to be read down the column. Inputs are broadcast; the
// sum over stretched axes is added by `elementwise`.
const derivatives = {
  Add: [(dy) => dy, (dy) => dy],
  Sub: [(dy) => dy, (dy) => neg(dy)],
  Mul: [(dy, [, b]) => mul(dy, b), (dy, [a]) => mul(dy, a)],
  Div: [(dy, [, b]) => div(dy, b), (dy, [, b], y) => neg(mul(dy, div(y, b)))],
  Max: [(dy, [a, b]) => where(less(a, b), 0, dy), (dy, [a, b]) => where(less(a, b), dy, 0)],
  Min: [(dy, [a, b]) => where(less(b, a), 0, dy), (dy, [a, b]) => where(less(b, a), dy, 0)],
  Pow: [(dy, [a, b]) => mul(dy, mul(b, pow(a, sub(b, 1)))), (dy, [a], y) => mul(dy, mul(y, log(a)))],
  Neg: [(dy) => neg(dy)],
  Exp: [(dy, _, y) => mul(dy, y)],
  Log: [(dy, [x]) => div(dy, x)],
  Sqrt: [(dy, _, y) => div(dy, mul(y, 2))],
  Tanh: [(dy, _, y) => mul(dy, sub(1, square(y)))],
  Sigmoid: [(dy, _, y) => mul(dy, mul(y, sub(1, y)))],
  Relu: [(dy, [x]) => where(greater(x, 0), dy, 0)],
  Where: [undefined, (dy, [c]) => where(c, dy, 0), (dy, [c]) => where(c, 0, dy)],
} satisfies Record<string, readonly (Derivative | undefined)[]>;

type Differentiable = keyof typeof derivatives;

/** a + b. Elementwise operators broadcast: axes are aligned at the right, and an axis of size 1 stretches. */
export const add = (a: Operand, b: Operand): Tensor => differentiable("Add", [a, b]);
/** a − b. */
export const sub = (a: Operand, b: Operand): Tensor => differentiable("Sub", [a, b]);
/** a · b, element by element. */
export const mul = (a: Operand, b: Operand): Tensor => differentiable("Mul", [a, b]);
/** a / b. */
export const div = (a: Operand, b: Operand): Tensor => differentiable("Div", [a, b]);
/** The larger of a and b; where they are equal the gradient goes to a. */
export const maximum = (a: Operand, b: Operand): Tensor => differentiable("Max", [a, b]);
/** The smaller of a and b; where they are equal the gradient goes to a. */
export const minimum = (a: Operand, b: Operand): Tensor => differentiable("Min", [a, b]);
/** aᵇ. The gradient of b needs a above 0. */
export const pow = (a: Operand, b: Operand): Tensor => differentiable("Pow", [a, b]);
/** −x. */
export const neg = (x: Tensor): Tensor => differentiable("Neg", [x]);
/** eˣ. */
export const exp = (x: Tensor): Tensor => differentiable("Exp", [x]);
/** The natural logarithm. */
export const log = (x: Tensor): Tensor => differentiable("Log", [x]);
/** √x. */
export const sqrt = (x: Tensor): Tensor => differentiable("Sqrt", [x]);
/** x². */
export const square = (x: Tensor): Tensor => mul(x, x);
/** tanh x. */
export const tanh = (x: Tensor): Tensor => differentiable("Tanh", [x]);
/** 1 / (1 + e⁻ˣ). */
export const sigmoid = (x: Tensor): Tensor => differentiable("Sigmoid", [x]);
/** max(x, 0). */
export const relu = (x: Tensor): Tensor => differentiable("Relu", [x]);
/** log(eᵃ + eᵇ), safe for large and for very small a and b. */
export const logAddExp = (a: Operand, b: Operand): Tensor => {
  const top = maximum(a, b);
  return add(top, log(add(exp(sub(a, top)), exp(sub(b, top)))));
};
/** a where the condition holds, b elsewhere. */
export const where = (condition: Tensor, a: Operand, b: Operand): Tensor =>
  differentiable("Where", [condition, a, b]);

/** a > b, as bool. */
export const greater = (a: Operand, b: Operand): Tensor => elementwise("Greater", [a, b], "bool");
/** a < b, as bool. */
export const less = (a: Operand, b: Operand): Tensor => elementwise("Less", [a, b], "bool");
/** a ≥ b, as bool. */
export const greaterOrEqual = (a: Operand, b: Operand): Tensor =>
  elementwise("GreaterOrEqual", [a, b], "bool");
/** a = b, as bool. */
export const equal = (a: Operand, b: Operand): Tensor => elementwise("Equal", [a, b], "bool");
/** Both, of two bools. */
export const and = (a: Tensor, b: Tensor): Tensor => elementwise("And", [a, b], "bool");
/** Either, of two bools. */
export const or = (a: Tensor, b: Tensor): Tensor => elementwise("Or", [a, b], "bool");
/** The opposite of a bool. */
export const not = (x: Tensor): Tensor => elementwise("Not", [x], "bool");

/** x in another dtype; floats are cut towards zero, and true is 1. */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  return applyOne({
    operator: "Cast",
    inputs: [x],
    outputs: [{ shape: x.shape, dtype }],
    attributes: { to: onnxType[dtype] },
    elementwise: true,
    lift: ([lifted]) => [cast(lifted!, dtype)],
  });
}

function differentiable(operator: Differentiable, operands: readonly Operand[]): Tensor {
  const rules: readonly (Derivative | undefined)[] = derivatives[operator];
  return elementwise(operator, operands, undefined, ([dy], node) =>
    rules.map((rule, index) => {
      const x = node.inputs[index]!;
      if (dy === undefined || rule === undefined || x.dtype !== "float32") return undefined;
      return sumTo(rule(dy, node.inputs as [Tensor, Tensor, Tensor], node.outputs[0]!), x.shape);
    }),
  );
}

function elementwise(
  operator: string,
  operands: readonly Operand[],
  outputType?: DType,
  gradient?: GradientRule,
): Tensor {
  const values = operands.filter((operand) => typeof operand !== "number");
  const dtype = (values.find((tensor) => tensor.dtype !== "bool") ?? values[0])?.dtype ?? "float32";
  const inputs = operands.map((operand) => toTensor(operand, dtype));
  checkDTypes(operator, operator === "Where" ? inputs.slice(1) : inputs);
  const shape = broadcastShapes(
    operator,
    inputs.map((tensor) => tensor.shape),
  );
  return applyOne({
    operator,
    inputs,
    outputs: [{ shape, dtype: outputType ?? dtype }],
    elementwise: true,
    ...(gradient && { gradient }),
    lift: (lifted) => [elementwise(operator, alignTime(lifted, inputs, shape.length), outputType, gradient)],
  });
}
