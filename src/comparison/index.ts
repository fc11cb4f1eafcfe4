/**
 * A comparison of arms: models that differ in how encoder and decoder are joined, trained on the same pairs for the
 * same number of updates, scored by source length, and shown as a page. Node only.
 */
export type { ComparisonResult } from "./comparison-result.ts";
export { type ComparisonDefinition, readComparison } from "./definition.ts";
export {
  type ComparisonEvent,
  type FinishedComparison,
  type RunComparisonOptions,
  runComparison,
} from "./run-comparison.ts";
export { verdictSentences } from "./verdict-sentences.ts";
