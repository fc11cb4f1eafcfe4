/** Adam's decay rates and the term that keeps its division safe. */
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/**
 * Adam (Kingma 2015, algorithm 1) over flat buffers, in place. The corrections for the moments' start at zero are
 * folded into the step size (the paper's section 2, last paragraph).
 */
export class Adam {
  private readonly moment1: Float32Array;
  private readonly moment2: Float32Array;
  private updates = 0;
  private readonly values: Float32Array;

  /** @param values the parameters, changed by every update */
  constructor(values: Float32Array) {
    this.values = values;
    this.moment1 = new Float32Array(values.length);
    this.moment2 = new Float32Array(values.length);
  }

  /**
   * One update.
   * @param gradient of the parameters' length and order
   * @param scale what the gradient is multiplied by first (clipping)
   */
  update(gradient: Float32Array, learningRate: number, scale: number): void {
    const { values, moment1, moment2 } = this;
    this.updates++;
    const correction2 = Math.sqrt(1 - beta2 ** this.updates);
    const step = (learningRate * correction2) / (1 - beta1 ** this.updates);
    const safe = epsilon * correction2;
    const pull1 = (1 - beta1) * scale;
    const pull2 = (1 - beta2) * scale * scale;
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]!;
      const m = beta1 * moment1[i]! + pull1 * g;
      const v = beta2 * moment2[i]! + pull2 * g * g;
      moment1[i] = m;
      moment2[i] = v;
      values[i]! -= (step * m) / (Math.sqrt(v) + safe);
    }
  }
}
