import type { Edit } from "./edits.ts";
import type { SearchTrace, TracedOutput } from "./search-trace.ts";
import type { SteppedDecoder } from "./stepped-decoder.ts";
import { type TracedSearchOptions, tracedSearch } from "./traced-search.ts";

/** A question to a model: what would it have written if … */
export interface WhatIf {
  /** The output that is changed, in the order in which the decoder writes, `</s>` included. */
  readonly ids: readonly number[];
  /** The changes. What was written before the first of them stays. */
  readonly edits: readonly Edit[];
}

export interface Continuation {
  /** The search under the changes, from the first of them on. */
  readonly trace: SearchTrace;
  /** Its best output; undefined where the changes leave none. */
  readonly output: TracedOutput | undefined;
  /** The step of the first change. */
  readonly from: number;
}

/** Continues an output from the first change on. */
export async function continueFrom(
  decoder: SteppedDecoder,
  line: string,
  { ids, edits }: WhatIf,
  options: TracedSearchOptions = {},
): Promise<Continuation> {
  const from = Math.min(ids.length, ...edits.map(({ step }) => step));
  const trace = await tracedSearch(decoder, line, options, { prefix: ids.slice(0, from), edits });
  return { trace, output: trace.hypotheses[0], from };
}
