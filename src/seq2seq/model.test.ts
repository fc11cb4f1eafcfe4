import { describe, expect, it } from "vitest";
import { runtimes } from "../../test/support/runtimes.ts";
import { drawExamples, tinyConfiguration, tinyTraining } from "../../test/support/tiny-model.ts";
import type { Configuration, ConfigurationInput } from "../configuration/configuration.ts";
import { Weights } from "../nn/index.ts";
import { RandomStream } from "../random.ts";

const contexts: ConfigurationInput["context"][] = [
  { kind: "fixed-initial" },
  { kind: "fixed-every-step" },
  { kind: "attention", score: "dot" },
  { kind: "attention", score: "scaled-dot" },
  { kind: "attention", score: "general" },
  { kind: "attention", score: "additive" },
  { kind: "attention", score: "multi-head", heads: 3 },
  { kind: "attention", score: "uniform" },
];
const family = [
  ...(["lstm", "gru"] as const).flatMap((cell) =>
    contexts.flatMap((context) => [1, 2].map((layers) => member(cell, layers, context))),
  ),
  ...(["layer-norm-lstm", "layer-norm-gru", "ssru"] as const).flatMap((cell) => [
    member(cell, 1, { kind: "attention", score: "general" }),
    member(cell, 2, { kind: "fixed-every-step" }),
  ]),
];
const variants = [
  ...family,
  { name: "without input feeding", configuration: tinyConfiguration({ decoder: { inputFeeding: false } }) },
  {
    name: "SSRU, three layers without input feeding",
    configuration: tinyConfiguration({
      encoder: { cell: "ssru", layers: 3, size: 10 },
      decoder: { cell: "ssru", layers: 3, size: 10, inputFeeding: false },
    }),
  },
  { name: "one direction", configuration: tinyConfiguration({ encoder: { bidirectional: false, size: 5 } }) },
  { name: "read from the end", configuration: tinyConfiguration({ encoder: { reversed: true } }) },
  ...(["last", "mean", "zero"] as const).map((bridge) => ({
    name: `bridge ${bridge}`,
    configuration: tinyConfiguration({ encoder: { layers: 2 }, decoder: { layers: 2, bridge } }),
  })),
  {
    name: "tied output",
    configuration: tinyConfiguration({ decoder: { embedding: 6, tiedEmbeddings: "output" } }),
  },
  ...[true, false].map((inputFeeding) => ({
    name: `coverage with its loss, input feeding ${inputFeeding}`,
    configuration: tinyConfiguration({
      decoder: { inputFeeding },
      context: { score: "additive", coverage: true, coverageLoss: 0.7 },
    }),
  })),
  {
    name: "smoothed labels, sharp attention",
    configuration: tinyConfiguration({ training: { labelSmoothing: 0.3 }, context: { sharpness: 1.7 } }),
  },
  ...[true, false].map((inputFeeding) => ({
    name: `copying, input feeding ${inputFeeding}`,
    configuration: tinyConfiguration({ decoder: { inputFeeding, copying: true } }),
  })),
  {
    name: "copying, several heads, smoothed labels",
    configuration: tinyConfiguration({
      decoder: { copying: true },
      training: { labelSmoothing: 0.3 },
      context: { score: "multi-head", heads: 3 },
    }),
  },
];

function member(
  cell: Configuration["encoder"]["cell"],
  layers: number,
  context: ConfigurationInput["context"],
) {
  const side = { cell, layers, size: cell === "ssru" ? 10 : 6 }; // a ReLU is often 0: an SSRU has units to spare
  return {
    name: `${cell}, ${context?.kind} ${context?.score ?? ""}, ${layers} layers`,
    configuration: tinyConfiguration({ encoder: side, decoder: side, context }),
  };
}

/** Larger weights than a fresh model has, so that no gate idles near zero. */
function livelyWeights(specs: ConstructorParameters<typeof Weights>[0]): Weights {
  const weights = new Weights(specs);
  const random = new RandomStream(3, "weights");
  for (let i = 0; i < weights.values.length; i++) weights.values[i] = 0.4 * random.normal();
  return weights;
}

describe.each(variants)("the gradient of the whole model: $name", ({ configuration }) => {
  it("agrees with central finite differences along random directions", async () => {
    const { specs, run } = await tinyTraining(await runtimes[0]!.open(), configuration);
    const weights = livelyWeights(specs);
    const examples = drawExamples(
      [
        [4, 5],
        [2, 3],
        [3, 1],
      ],
      configuration.decoder,
    );
    const { gradient } = await run(examples, weights);
    const epsilon = 3e-4; // small, because an SSRU's loss has kinks
    const random = new RandomStream(5, configuration.context.kind);
    for (let n = 0; n < 3; n++) {
      // Along the gradient's signs, by random amounts: a direction in which the loss changes clearly.
      const direction = gradient.values.map((slope) => Math.sign(slope) * random.uniform());
      const at = async (distance: number) => {
        const moved = new Weights(specs);
        moved.values.set(weights.values.map((value, i) => value + distance * direction[i]!));
        return (await run(examples, moved)).objective;
      };
      const numeric = ((await at(epsilon)) - (await at(-epsilon))) / (2 * epsilon);
      const symbolic = direction.reduce((sum, d, i) => sum + d * gradient.values[i]!, 0);
      expect(Math.abs(numeric - symbolic) / Math.abs(symbolic)).toBeLessThan(2e-3);
    }
  });

  it("reaches every parameter", async () => {
    const { specs, run } = await tinyTraining(await runtimes[0]!.open(), configuration);
    const { gradient } = await run(
      drawExamples(
        [
          [4, 5],
          [2, 3],
        ],
        configuration.decoder,
      ),
      livelyWeights(specs),
    );
    for (const { name, data } of gradient.views) {
      expect(
        data.some((slope) => slope !== 0),
        `gradient of ${name}`,
      ).toBe(true);
    }
  });

  it("is the same for a sentence alone and inside a padded batch", async () => {
    const { specs, run } = await tinyTraining(await runtimes[0]!.open(), configuration);
    const weights = livelyWeights(specs);
    const examples = drawExamples(
      [
        [2, 3],
        [5, 1],
        [7, 6],
      ],
      configuration.decoder,
    );
    const together = await run(examples, weights);
    const sum = { objective: 0, gradient: new Weights(specs) };
    for (const example of examples) {
      const alone = await run([example], weights);
      sum.objective += alone.objective;
      alone.gradient.values.forEach((slope, i) => {
        sum.gradient.values[i]! += slope;
      });
    }
    expect(Math.abs(together.objective - sum.objective) / sum.objective).toBeLessThan(1e-5);
    const largest = sum.gradient.values.reduce((top, slope) => Math.max(top, Math.abs(slope)), 0);
    const apart = together.gradient.values.reduce(
      (top, slope, i) => Math.max(top, Math.abs(slope - sum.gradient.values[i]!)),
      0,
    );
    expect(apart / largest).toBeLessThan(1e-5);
  });
});

describe("the same gradient on both runtimes", () => {
  it.each(family.filter(({ name }) => /1 layers/.test(name)))("$name", async ({ configuration }) => {
    const [native, wasm] = await Promise.all(
      runtimes.map(async ({ open }) => gradientOn(await open(), configuration)),
    );
    const largest = native!.reduce((top, slope) => Math.max(top, Math.abs(slope)), 0);
    const apart = native!.reduce((top, slope, i) => Math.max(top, Math.abs(slope - wasm![i]!)), 0);
    expect(apart / largest).toBeLessThan(1e-5);
  });
});

async function gradientOn(
  runtime: Parameters<typeof tinyTraining>[0],
  configuration: Configuration,
): Promise<Float32Array> {
  const { specs, run } = await tinyTraining(runtime, configuration);
  return (
    await run(
      drawExamples(
        [
          [4, 5],
          [2, 3],
        ],
        configuration.decoder,
      ),
      livelyWeights(specs),
    )
  ).gradient.values;
}
