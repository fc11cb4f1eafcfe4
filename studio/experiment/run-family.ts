import type { ArmFamily } from "../../src/comparison/comparison-result.ts";
import type { Language } from "../app/language.ts";
import type { RunSummary } from "../runs/run-keeper.ts";
import { experimentTexts } from "./texts.ts";

/** Whether a model hands over one fixed vector. */
function isFixed({ configuration }: RunSummary): boolean {
  return configuration !== null && configuration.context.kind !== "attention";
}

/** What a run's line looks like: that of its kind; two of one kind are told apart. */
export function familyOf(run: RunSummary, index: number, runs: readonly RunSummary[]): ArmFamily {
  const kinds = runs.map(isFixed);
  if (kinds.length === 2 && kinds[0] === kinds[1]) return index === 0 ? "fixed" : "attention";
  return isFixed(run) ? "fixed" : "attention";
}

/** What joins encoder and decoder; the run's name where both are the same in that. */
export function labelOf(run: RunSummary, runs: readonly RunSummary[], language: Language): string {
  const kinds = runs.map(isFixed);
  if (kinds.length === 2 && kinds[0] === kinds[1]) return run.name;
  return experimentTexts[language].arms[isFixed(run) ? "fixed" : "attention"];
}
