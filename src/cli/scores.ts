import { evaluationMetricNames, evaluationMetrics, type KeptEvaluation } from "../metrics/index.ts";
import { formatTable } from "./table.ts";

/** A row for each metric: name, score, what it means. */
export function formatScores({ metrics }: KeptEvaluation): string {
  const rows = evaluationMetricNames.flatMap((name) => {
    const score = metrics[name];
    return score === undefined ? [] : [[name, score.toFixed(2), evaluationMetrics[name].definition]];
  });
  return formatTable(rows, "lrl");
}
