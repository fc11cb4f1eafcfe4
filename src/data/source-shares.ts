/** What determines how often a source of training pairs is drawn. */
export interface CountedSource {
  readonly pairs: number;
  /** How often it is drawn, in proportion to the other sources' weights. */
  readonly weight?: number | undefined;
}

/**
 * The share of an epoch that each source gets; together 1. A source of n pairs has n^(1/T): its own part of all pairs for a
 * temperature T of 1, the same for all sources as T grows (Arivazhagan 2019, "Massively Multilingual Neural Machine
 * Translation in the Wild", section 4; BERT's multilingual exponent 0.7 is T = 1.43). Weights are taken as they are, in
 * place of that. A source without pairs has none.
 * @param sources all with weights, or all without
 * @param temperature at least 1
 */
export function sourceShares(sources: readonly CountedSource[], temperature = 1): number[] {
  const parts = sources.map(({ pairs, weight }) =>
    pairs === 0 ? 0 : (weight ?? pairs ** (1 / temperature)),
  );
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => (whole === 0 ? 0 : part / whole));
}
