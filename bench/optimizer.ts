import { type ConfigurationInput, parseConfiguration } from "../src/configuration/configuration.ts";
import { RandomStream } from "../src/random.ts";
import { trainingGraph } from "../src/seq2seq/model.ts";
import { Optimizer } from "../src/training/optimizer.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { interleave, timed } from "./interleave.ts";
import { configurationOf, shapes } from "./shapes.ts";

const kinds = ["adam", "adamw", "sgd", "adafactor"] as const;

/** What follows a gradient in each update of the largest shape's model: its norm, the optimizer, the running average. */
export const optimizers: Bench = async ({ options }) => {
  const { V } = shapes[0]!;
  const { parameters } = trainingGraph(configurationOf(shapes[0]!), { source: V, target: V });
  const create = (settings: ConfigurationInput["training"]) => {
    const plain = { optimizer: "adam", averageDecay: 0, weightDecay: 0, clipNorm: 0, clipValue: 0 } as const;
    const { training } = parseConfiguration({ training: { ...plain, ...settings } });
    const optimizer = new Optimizer(training, parameters);
    const random = new RandomStream(1, "bench optimizer");
    optimizer.gradient.forEach((_, i, gradient) => {
      gradient[i] = random.uniform() - 0.5;
    });
    optimizer.sumUp();
    return optimizer;
  };
  const update = (optimizer: Optimizer) => timed(async () => optimizer.update(2, 1e-4));
  const adam = create({});
  const timings = await interleave<string>(
    {
      norm: timed(async () => adam.sumUp()),
      "adam, average": update(create({ averageDecay: 0.999 })),
      "adam, L2": update(create({ weightDecay: 0.01 })),
      ...Object.fromEntries(kinds.map((optimizer) => [optimizer, update(create({ optimizer }))])),
    },
    { rounds: Number(options.rounds ?? 15) },
  );
  const note = `${(adam.values.length / 1e6).toFixed(1)} M parameters`;
  return Object.entries(timings).flatMap(([name, { minimum, median }]): Figure[] => [
    { name: `optimizer: ${name}`, value: minimum, unit: "ms", note: `${note}; median ${median.toFixed(1)}` },
  ]);
};
