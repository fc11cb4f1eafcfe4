import type { OptimizerDefinition, OptimizerSettings, UpdateRule } from "./update-rule.ts";

export const adam: OptimizerDefinition = {
  description: "means of the gradient and of its square (Kingma 2015)",
  reads: ["beta1", "beta2", "epsilon"],
  create: (settings) => rule(settings, { decoupledDecay: false }),
};

export const adamw: OptimizerDefinition = {
  description: "adam with decoupled weight decay (Loshchilov 2019)",
  reads: ["beta1", "beta2", "epsilon"],
  create: (settings) => rule(settings, { decoupledDecay: true }),
};

/**
 * Adam (Kingma 2015, algorithm 1), or with decoupled weight decay AdamW (Loshchilov 2019, algorithm 2). The state is
 * the first moment, then the second; the corrections for their start at zero are folded into the step size (Kingma's
 * section 2, last paragraph).
 */
function rule(
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: OptimizerSettings,
  { decoupledDecay }: Pick<UpdateRule, "decoupledDecay">,
): UpdateRule {
  return {
    decoupledDecay,
    elementwise: true,
    stateLengths: (rows, columns) => [rows * columns, rows * columns],
    update(kernels, { values, gradient, state }, { update, rate, scale, keep }) {
      const correction1 = 1 - beta1 ** update;
      const correction2 = Math.sqrt(1 - beta2 ** update);
      const [moment1, moment2] = state as [Float32Array, Float32Array];
      kernels.adam(
        ...([values.byteOffset, gradient.byteOffset, moment1.byteOffset, moment2.byteOffset] as const),
        ...([values.byteLength, keep] as const),
        ...([beta1, (1 - beta1) * scale, beta2, (1 - beta2) * scale * scale] as const),
        ...([(rate * correction2) / correction1, epsilon * correction2] as const),
      );
    },
  };
}
