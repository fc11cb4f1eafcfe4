import { type Evaluation, evaluationMetrics } from "../metrics/index.ts";
import { formatTable } from "./table.ts";

/** Every metric in a row: name, score, what it means. */
export function formatScores({ metrics }: Evaluation): string {
  const names = Object.keys(evaluationMetrics) as (keyof Evaluation["metrics"])[];
  const rows = names.map((name) => [name, metrics[name].toFixed(2), evaluationMetrics[name].definition]);
  return formatTable(rows, "lrl");
}
