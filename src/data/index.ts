export { type Batch, batches, buildBatch } from "./batch.ts";
export { type BatchOptions, planBatches } from "./batch-plan.ts";
export { type EncodedPairs, type EncodingOptions, type Example, encodePairs } from "./example.ts";
export { fingerprint } from "./fingerprint.ts";
export { decodeLines, type Lines } from "./lines.ts";
export type { Corpus, Pair, PairLine, PairReading, Skipped } from "./pair.ts";
export { type PairFormat, type PairLinesOptions, parsePairs, readPairs, readParallelPairs } from "./parse.ts";
export { type HoldOutOptions, holdOut } from "./split.ts";
