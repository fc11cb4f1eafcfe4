import type { Fate } from "./search-trace.ts";

/** A hypothesis with what the search needs of it. */
export interface Grown {
  readonly parent: Grown | undefined;
  readonly step: number;
  readonly token: number;
  readonly logProbability: number;
  readonly rank: number;
  /** The attention with which its token was chosen, `[S]`. */
  readonly attention: Float32Array | undefined;
  /** The states after that choice. */
  readonly states: readonly Float32Array[];
  score?: number;
  fate: Fate;
}
