export { type Alignment, attentionLabels } from "./attention-labels.ts";
export { duration } from "./duration.ts";
export { columnWidth } from "./east-asian-width.ts";
export { type EvaluationReport, renderEvaluation } from "./evaluation-report.ts";
export { type ReportLanguage, reportLanguages } from "./evaluation-texts.ts";
export type { ReportExample } from "./example-card.ts";
export { type Report, renderReport } from "./report.ts";
