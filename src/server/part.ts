/** A piece of a request that is computed by itself, such as one text. */
export interface Part<Work> {
  readonly work: Work;
  /** Parts of equal keys may be computed together: the same model and options, and texts of like length. */
  readonly key: string;
  /** What its cost is learnt by: the model and options. */
  readonly kind: string;
  /** The tokens that it takes, padding included, as estimated. */
  readonly tokens: number;
  /** Rows of a search step: one for each slot of the beam. */
  readonly rows: number;
}

/** What a batch may hold. */
export interface BatchLimit {
  /** Parts of a batch. */
  readonly parts: number;
  readonly tokens: number;
  readonly rows: number;
}
