export { type Alignment, attentionLabels } from "./attention-labels.ts";
export type { ComparisonResult, ReportLanguage } from "./comparison.ts";
export { verdictSentences } from "./comparison-verdict.ts";
export { duration } from "./duration.ts";
export { columnWidth } from "./east-asian-width.ts";
export type { ReportExample } from "./example-card.ts";
export { type Report, renderReport } from "./report.ts";
