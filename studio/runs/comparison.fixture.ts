import { evaluationMetricNames } from "../../src/metrics/index.ts";
import type { DevScores } from "../../src/training/events.ts";
import type { ComparedRun } from "./comparison.ts";

/** A run of so many epochs, whose loss falls. */
export function sampleRun(name: string, epochs: number): ComparedRun {
  const events = Array.from({ length: epochs }, (_, i) => {
    const scores = evaluationMetricNames.map((metric) => [metric, 50 - i]);
    const dev = { ...Object.fromEntries(scores), loss: 2 / (i + 1) } as DevScores;
    const facts = {
      epoch: i + 1,
      update: 10 * (i + 1),
      trainLoss: 1,
      learningRate: 0.005,
      best: true,
      seconds: i,
    };
    return { event: "evaluation" as const, dev, ...facts };
  });
  return { name, events };
}
