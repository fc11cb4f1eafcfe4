import type { Runtime } from "../../src/runtime/index.ts";
import { writeCase } from "../peers/case.ts";
import { indexPytorch, type Pytorch, startPytorch } from "../peers/pytorch.ts";
import type { BenchShape } from "../shapes.ts";
import { prepareStep } from "../step.ts";

/** PyTorch 2 in its best setting, with a shape's model and batch. */
export interface PytorchRate {
  /** Target tokens a second of forward and backward pass, without an optimizer. */
  tokensPerSecond(): Promise<number>;
  stop(): void;
}

/** @returns undefined where PyTorch 2 is not installed, which is told */
export async function openPytorch(
  shape: BenchShape,
  runtime: Runtime,
  say: (line: string) => void,
): Promise<PytorchRate | undefined> {
  const { batch, weights } = await prepareStep(shape, runtime);
  const file = writeCase(shape, batch, weights);
  let [best, least]: [Pytorch | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  try {
    for (const setting of indexPytorch.settings) {
      const pytorch = await startPytorch(file, indexPytorch, setting);
      await pytorch.time(3);
      const milliseconds = await pytorch.time(20);
      if (milliseconds < least) {
        best?.stop();
        [best, least] = [pytorch, milliseconds];
      } else pytorch.stop();
    }
  } catch (error) {
    say(`web: without ${indexPytorch.name}: ${(error as Error).message}`);
  } finally {
    file.remove();
  }
  if (best === undefined) return undefined;
  const pytorch = best;
  return {
    tokensPerSecond: async () => (1000 * shape.B * shape.T) / (await pytorch.time(100)),
    stop: () => pytorch.stop(),
  };
}
