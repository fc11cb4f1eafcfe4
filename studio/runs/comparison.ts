import { inOrder } from "../../src/report/learning-curves.ts";
import { lineChart, type Points } from "../../src/report/line-chart.ts";
import type { EvaluationEvent, TrainingEvent } from "../../src/training/events.ts";
import type { Language } from "../app/language.ts";
import { nameBorder } from "../train/plan.ts";

/** So many colours are told apart by everybody. */
const comparisonColours = ["train", "dev", "token", "fourth"] as const;

export interface ComparedRun {
  readonly name: string;
  readonly events: readonly TrainingEvent[];
}

/** A curve of each run over one another, with a point for each epoch. */
export function comparedCurves(
  runs: readonly ComparedRun[],
  told: (evaluation: EvaluationEvent) => number,
  { title, decimals, language }: { title: string; decimals: number; language: Language },
): string {
  const points = runs.map(({ events }) => devCurve(events, told));
  const epochs = Math.max(1, ...points.flat().map(([epoch]) => epoch));
  const labels = labelsOf(runs.map(({ name }) => name));
  const lines = runs.map((_, n) => ({
    ...{ label: labels[n]!, colour: comparisonColours[n]!, points: points[n]! },
  }));
  return lineChart({ title, lines, epochs, best: null, decimals, language });
}

/** What a run's evaluations tell, by epoch. */
export function devCurve(
  events: readonly TrainingEvent[],
  told: (evaluation: EvaluationEvent) => number,
): Points {
  const evaluations = inOrder(events.filter((event) => event.event === "evaluation"));
  return evaluations.map((event) => [event.epoch, told(event)] as const);
}

/** What tells runs from each other, as short as there is room beside a chart: with numbers where that is not enough. */
function labelsOf(names: readonly string[]): string[] {
  const ends = names.map((name) => [...name.split(nameBorder).at(-1)!]);
  const short = ends.map((end) => (end.length > 12 ? `${end.slice(0, 11).join("")}…` : end.join("")));
  return new Set(short).size === short.length ? short : short.map((one, n) => `${n + 1}: ${one}`);
}

/** A setting that differs, with its value in each of the configurations; undefined where it is not set. */
export interface Difference {
  readonly path: string;
  readonly values: readonly (string | undefined)[];
}

/** The settings that are not the same in all configurations, in the order of their paths. */
export function settingDifferences(configurations: readonly unknown[]): Difference[] {
  const flat = configurations.map((one) => new Map(settings(one)));
  const paths = [...new Set(flat.flatMap((one) => [...one.keys()]))].sort();
  return paths
    .map((path) => ({ path, values: flat.map((one) => one.get(path)) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function settings(value: unknown, path = ""): [string, string][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value === undefined ? [] : [[path, typeof value === "string" ? value : JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, part]) => settings(part, path === "" ? key : `${path}.${key}`));
}
