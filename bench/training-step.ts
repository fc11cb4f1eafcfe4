import type { Bench } from "./bench.ts";
import { cellSpeed } from "./cell-speed.ts";
import type { Figure } from "./figure.ts";
import { interleave, timed } from "./interleave.ts";
import { squareProduct, squareProductFlops } from "./matmul-rate.ts";
import { modelFlops, shapes } from "./shapes.ts";
import { prepareStep } from "./step.ts";

// Shares of the matrix-product rate: issue 2's targets, and TARGETS.md's aims.
const targets = new Map([
  ["V 8000 E 256 H 512", { target: 0.72, aim: 0.85 }],
  ["V 60 E 64 H 128", { target: 0.5, aim: 0.65 }],
]);

/**
 * One forward and backward pass (gradients into one flat buffer) against the runtime's own matrix-product rate; and an
 * SSRU's against an LSTM's.
 */
export const trainingStep: Bench = async (context) => {
  const { runtime, options } = context;
  const steps = await Promise.all(
    shapes.map(async (shape) => [shape.name, timed((await prepareStep(shape, runtime)).run)] as const),
  );
  const product = await squareProduct(runtime);
  const rounds = Number(options.rounds ?? (runtime.name === "native" ? 15 : 4));
  const timings = await interleave<string>({ product, ...Object.fromEntries(steps) }, { rounds });

  const best = timings.product!;
  const rate = squareProductFlops / best.minimum / 1e6;
  const figures: Figure[] = [{ name: "MatMul 2048³", value: rate, unit: "GFLOP/s", note: runtime.name }];
  for (const shape of shapes) {
    const { minimum, median } = timings[shape.name]!;
    const flops = modelFlops(shape);
    const share = flops / minimum / (squareProductFlops / best.minimum);
    const byMedians = flops / median / (squareProductFlops / best.median);
    figures.push({ name: `step ${shape.name}`, value: minimum, unit: "ms" });
    figures.push({ name: `step ${shape.name}`, value: flops / minimum / 1e6, unit: "GFLOP/s" });
    figures.push({
      name: `step ${shape.name} / MatMul rate`,
      value: share,
      unit: "%",
      note: `minima; by medians ${(100 * byMedians).toFixed(1)} %`,
      ...(runtime.name === "native" && targets.get(shape.name)),
    });
  }
  figures.push(...(await cellSpeed(context)));
  return figures;
};
