export { bleu } from "./bleu.ts";
export { editDistance } from "./edit-distance.ts";
export { tokenErrorRate, wordErrorRate } from "./error-rate.ts";
export { type Evaluation, evaluateOutputs, type ForcedCounts, metricDefinitions } from "./evaluate.ts";
export { exactMatch } from "./exact-match.ts";
export { perplexity } from "./perplexity.ts";
export { type Segment, toSegments } from "./segment.ts";
export { tokenAccuracy } from "./token-accuracy.ts";
