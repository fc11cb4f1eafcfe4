/** What determines how often a dataset of training pairs is drawn. */
export interface CountedDataset {
  readonly pairs: number;
  /** How often it is drawn, in proportion to the other datasets' weights. */
  readonly weight?: number | undefined;
}

/**
 * The share of an epoch that each dataset gets; the shares add up to 1. A dataset of n pairs gets a share in
 * proportion to n^(1/T): its part of all pairs for a temperature T of 1, nearly the same for all datasets as T grows
 * (Arivazhagan 2019, "Massively Multilingual Neural Machine Translation in the Wild", section 4; BERT's multilingual
 * exponent 0.7 is T = 1.43). Weights, if given, replace n^(1/T). A dataset without pairs gets no share.
 * @param datasets all with weights, or all without
 * @param temperature at least 1
 */
export function datasetShares(datasets: readonly CountedDataset[], temperature = 1): number[] {
  const parts = datasets.map(({ pairs, weight }) =>
    pairs === 0 ? 0 : (weight ?? pairs ** (1 / temperature)),
  );
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => (whole === 0 ? 0 : part / whole));
}
