import { type AdamKernel, adamKernel, kernelBlock } from "./adam-kernel.ts";

/** Adam's decay rates and the term that keeps its division safe. */
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

const bytesPerPage = 65536;

/**
 * Adam (Kingma 2015, algorithm 1). It owns the flat buffers that it works on, side by side in one WebAssembly
 * memory: whoever computes reads `values` and writes `gradient`. The corrections for the moments' start at zero are
 * folded into the step size (the paper's section 2, last paragraph).
 */
export class Adam {
  /** The parameters, changed by every update. */
  readonly values: Float32Array;
  /** ∂loss/∂parameters, in the same order. */
  readonly gradient: Float32Array;
  private readonly bytes: number;
  private readonly kernel: AdamKernel;
  private updates = 0;

  /** @param length number of parameters, counted in scalars */
  constructor(length: number) {
    this.bytes = kernelBlock * Math.ceil((4 * length) / kernelBlock);
    const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * this.bytes) / bytesPerPage) });
    this.values = new Float32Array(memory.buffer, 0, length);
    this.gradient = new Float32Array(memory.buffer, this.bytes, length);
    this.kernel = adamKernel(memory);
  }

  /** ‖gradient‖₂, summed in double precision. */
  gradientNorm(): number {
    return Math.sqrt(this.kernel.sumOfSquares(this.bytes, this.bytes));
  }

  /**
   * One update of `values` by `gradient`.
   * @param scale what the gradient is multiplied by first (clipping)
   */
  update(learningRate: number, scale: number): void {
    this.updates++;
    const correction1 = 1 - beta1 ** this.updates;
    const correction2 = Math.sqrt(1 - beta2 ** this.updates);
    const { bytes } = this;
    this.kernel.adam(
      ...([0, bytes, 2 * bytes, 3 * bytes, bytes] as const),
      ...([beta1, beta2, (1 - beta1) * scale, (1 - beta2) * scale * scale] as const),
      ...([(learningRate * correction2) / correction1, epsilon * correction2] as const),
    );
  }
}
