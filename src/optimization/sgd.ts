import type { OptimizerDefinition, OptimizerSettings, UpdateRule } from "./update-rule.ts";

export const sgd: OptimizerDefinition = {
  description: "gradient descent with momentum (Polyak 1964)",
  reads: ["momentum"],
  create: rule,
};

/**
 * Gradient descent; with momentum μ (Polyak 1964) the state is the velocity:
 *
 *     v ← μ v + g,  w ← w − η v
 */
function rule({ momentum = 0.9 }: OptimizerSettings): UpdateRule {
  return {
    decoupledDecay: false,
    elementwise: true,
    stateLengths: (rows, columns) => (momentum === 0 ? [] : [rows * columns]),
    update(kernels, { values, gradient, state: [velocity] }, { rate, scale, keep }) {
      const [value, slope, bytes] = [values.byteOffset, gradient.byteOffset, values.byteLength];
      if (velocity === undefined) kernels.descend(value, slope, bytes, keep, rate * scale);
      else kernels.descendWithMomentum(value, slope, velocity.byteOffset, bytes, keep, momentum, scale, rate);
    },
  };
}
