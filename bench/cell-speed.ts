import type { BenchContext } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { interleave, timed } from "./interleave.ts";
import { type BenchModel, type BenchShape, shapes } from "./shapes.ts";
import { prepareStep } from "./step.ts";

/** The models that are compared, by name. */
export const cellModels = {
  LSTM: { cell: "lstm" },
  SSRU: { cell: "ssru" },
  "unfed LSTM": { cell: "lstm", inputFeeding: false },
  "unfed SSRU": { cell: "ssru", inputFeeding: false },
} as const satisfies Record<string, BenchModel>;

type Name = keyof typeof cellModels;

/** Those of the step, and the sizes of two recipes: enja-tanaka.yaml (its encoder) and cmudict.yaml. */
const cellShapes: readonly BenchShape[] = [
  ...shapes,
  { name: "V 4000 E 256 H 512", V: 4000, E: 256, H: 512, B: 64, S: 14, T: 14 },
  { name: "V 43 E 128 H 384", V: 43, E: 128, H: 384, B: 128, S: 8, T: 8 },
];

/**
 * How many times as many tokens a second an SSRU trains as an LSTM of the same width: loss and gradient, without the
 * optimizer. Input feeding keeps the attention, and a product with what is fed, in the recurrence of both. Cells cannot
 * speed up the output: with V 4000 and H 256, or V 8000 and H 512, it is half of the LSTM model's multiply-adds and more
 * than two thirds of the SSRU model's, so that by multiply-adds the ratio is 1.47 with input feeding and 1.42 without.
 */
export async function cellSpeed(context: BenchContext): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const shape of cellShapes) figures.push(...(await ratiosOf(shape, context)));
  return figures;
}

async function ratiosOf(shape: BenchShape, { runtime, options }: BenchContext): Promise<readonly Figure[]> {
  const steps = await Promise.all(
    Object.entries(cellModels).map(async ([name, model]) => {
      const { run } = await prepareStep(shape, runtime, model);
      return [name, timed(run)] as const;
    }),
  );
  const rounds = Number(options.rounds ?? (runtime.name === "native" ? 15 : 4));
  const timings = await interleave<string>(Object.fromEntries(steps), { rounds });

  const ratio = (fast: Name, slow: Name): Figure => {
    const [a, b] = [timings[fast]!, timings[slow]!];
    return {
      name: `${fast} tokens/s over ${slow}'s`,
      value: b.minimum / a.minimum,
      unit: "",
      note: `${shape.name}; minima, by medians ${(b.median / a.median).toFixed(2)}`,
    };
  };
  return [
    { ...ratio("SSRU", "LSTM"), target: 1.5 },
    { ...ratio("unfed SSRU", "unfed LSTM"), target: 1.5 },
    ratio("unfed SSRU", "LSTM"),
  ];
}
