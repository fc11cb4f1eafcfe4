import type { OptimizerDefinition, OptimizerSettings, UpdateRule } from "./update-rule.ts";

export const lion: OptimizerDefinition = {
  description: "the sign of a mean of gradients, with decoupled weight decay (Chen 2023)",
  reads: ["beta1", "beta2"],
  create: rule,
};

/**
 * Lion (Chen 2023, algorithm 2). The state is the momentum m:
 *
 *     w ← w − η sign(β₁ m + (1 − β₁) g),  m ← β₂ m + (1 − β₂) g
 */
function rule({ beta1 = 0.9, beta2 = 0.999 }: OptimizerSettings): UpdateRule {
  return {
    decoupledDecay: true,
    stateLength: (rows, columns) => rows * columns,
    update(_kernels, { values, gradient, state }, { rate, scale, keep }) {
      for (let i = 0; i < values.length; i++) {
        const slope = scale * gradient[i]!;
        values[i] = keep * values[i]! - rate * Math.sign(beta1 * state[i]! + (1 - beta1) * slope);
        state[i] = beta2 * state[i]! + (1 - beta2) * slope;
      }
    },
  };
}
