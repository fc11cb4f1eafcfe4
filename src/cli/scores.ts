import { type Evaluation, metricDefinitions } from "../metrics/index.ts";
import { formatTable } from "./table.ts";

type Metric = keyof Evaluation["metrics"];

/** Every metric in a row: name, score, what it means. */
export function formatScores({ metrics }: Evaluation): string {
  const names = Object.keys(metricDefinitions) as Metric[];
  const rows = names.map((name) => [name, metrics[name].toFixed(2), metricDefinitions[name]]);
  return formatTable(rows, "lrl");
}
