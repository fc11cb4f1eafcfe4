/** What tells whether batches are to be cut. */
export interface TrainingSize {
  readonly parameters: number;
  /** Threads that compute, on all ranks. */
  readonly threads: number;
  readonly ranks: number;
  /** The most tokens of a batch's longer side. */
  readonly batchTokens: number;
  /** Batches of the whole run. */
  readonly batches: number;
}

/** Beyond this nothing was measured, and memory for a copy of weights and gradient in each replica grows. */
const mostParameters = 16e6;

/** Smaller parts are slow: of 160 tokens they take 1.2 times the time per token of parts of 320, at E 64, H 128. */
const fewestTokens = 160;

/** Floating-point operations, some seconds' worth, below which threads are not worth starting. */
const fewestOperations = 1e12;

/**
 * Into how many parts batches are cut where the configuration does not say: by what was measured with two threads (docs:
 * "Many cores, many machines"). As many as there are threads where a single session cannot keep them busy, and at least
 * one for each rank.
 */
export function defaultMicroBatches({
  parameters,
  threads,
  ranks,
  batchTokens,
  batches,
}: TrainingSize): number {
  const operations = 6 * parameters * batchTokens * batches; // at most: forward, and backward twice as many
  const isSmall = parameters <= mostParameters && operations >= fewestOperations;
  const pays = isSmall ? Math.min(threads, Math.floor(batchTokens / fewestTokens)) : 1;
  return Math.max(pays, ranks, 1);
}
