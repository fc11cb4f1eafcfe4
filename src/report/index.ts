export { type Alignment, attentionLabels } from "./attention-labels.ts";
export { type DataReport, renderData } from "./data-report.ts";
export { duration } from "./duration.ts";
export { columnWidth } from "./east-asian-width.ts";
export { type EvaluationReport, renderEvaluation } from "./evaluation-report.ts";
export type { ReportExample } from "./example-card.ts";
export { lengthRange } from "./length-range.ts";
export { type Report, renderReport } from "./report.ts";
export { type ReportLanguage, reportLanguages } from "./report-language.ts";
