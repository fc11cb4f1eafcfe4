import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import { mergeSettings } from "../../src/configuration/settings.ts";
import type { Language } from "../app/language.ts";
import { configurationOf, isTaskName, type TaskName, taskNames, tasks } from "../tasks/index.ts";
import type { TrainingOrder } from "../worker/training-order.ts";
import { type LengthMetric, lengthMetrics } from "./length-scores.ts";
import { experimentTexts } from "./texts.ts";

/** An experiment, as the address says it. */
export interface ExperimentPlan {
  /** One whose sentences may have any length. */
  readonly task: TaskName;
  /** Words of the longest training sentence. */
  readonly upto: number;
  /** Training pairs. */
  readonly pairs: number;
  readonly seed: number;
  /** Two runs that were trained before, or none. */
  readonly runs: readonly string[];
  readonly metric: LengthMetric;
  /** Words of the sentence that is shown. */
  readonly length: number;
  /** Which sentence of that length. */
  readonly sentence: number;
}

/** Tasks whose source sentences may be much longer than those that are trained on. */
export const experimentTasks = taskNames.filter((name) => (tasks[name].lengths?.longest ?? 0) >= 20);

/** Two models are trained: fewer pairs than the task needs for the last percent are enough. */
const usualPairs = 12_000;

/** Words of the longest training sentence: from those of 10 words no model learns what a longer one is. */
const usualLongest = 15;

/** @param parameters of the address: somebody's text, of which nonsense is left out */
export function experimentOf(parameters: URLSearchParams): ExperimentPlan {
  const number = (name: string, least: number, most: number, usual: number) => {
    const value = Number(parameters.get(name) ?? Number.NaN);
    return Number.isInteger(value) && value >= least && value <= most ? value : usual;
  };
  const named = parameters.get("task") ?? "";
  const task = isTaskName(named) && experimentTasks.includes(named) ? named : experimentTasks[0]!;
  const { shortest, longest, usual } = tasks[task].lengths!;
  const metric = lengthMetrics.find((name) => name === parameters.get("metric")) ?? lengthMetrics[0];
  return {
    ...{ task, metric },
    upto: number("upto", shortest, longest, Math.max(usual.longest, usualLongest)),
    pairs: number("pairs", 100, 200_000, Math.min(usualPairs, tasks[task].pairs)),
    seed: number("seed", 0, 1_000_000, 1),
    runs: (parameters.get("runs") ?? "")
      .split(",")
      .filter((id) => /^[\w-]{1,80}$/.test(id))
      .slice(0, 2),
    length: number("length", shortest, longest, usualLongest),
    sentence: number("sentence", 1, 1_000_000, 1),
  };
}

/** Enough for a fixed vector, too, which learns more slowly. */
const training: ConfigurationInput = { training: { epochs: 4, learningRate: 0.005 } };

/** Both models on the same short sentences. The fixed vector is read at every step (Cho 2014), which suits it best. */
export function experimentOrder(plan: ExperimentPlan, language: Language): TrainingOrder {
  const { task, seed, pairs, upto } = plan;
  const { title, lengths } = tasks[task];
  const shortest = Math.min(upto, lengths!.usual.shortest);
  const { arms } = experimentTexts[language];
  const arm = (kind: "attention" | "fixed", context: ConfigurationInput) => ({
    name: `${title[language]} · ${arms[kind]}`,
    configuration: mergeSettings(
      mergeSettings(configurationOf(task), training),
      context,
    ) as ConfigurationInput,
  });
  return {
    data: { task, seed, count: pairs, length: { shortest, longest: upto } },
    arms: [
      arm("attention", { context: { kind: "attention" } }),
      arm("fixed", { context: { kind: "fixed-every-step" } }),
    ],
    sentences: [],
    seconds: 5,
  };
}
