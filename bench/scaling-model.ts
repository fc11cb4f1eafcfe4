import type { BenchShape } from "./shapes.ts";

/** What an update of a shape costs one rank, measured alone; each rank has a batch of the shape. */
export interface RankCosts {
  readonly shape: BenchShape;
  readonly parameters: number;
  /** Milliseconds of an update without other ranks: gradient, sum, update, and what is between. */
  readonly alone: number;
  /** Milliseconds in which rank 0 lays out and tells one rank's part. */
  readonly order: number;
  /** Milliseconds in which a rank adds up the parameters' numbers once. */
  readonly addition: number;
}

/** How ranks reach each other. */
export interface Network {
  readonly name: string;
  /** Bytes a millisecond that a rank sends and receives at the same time. */
  readonly bandwidth: number;
  /** Milliseconds that each message takes a rank, beside its bytes. */
  readonly perMessage: number;
}

/**
 * Milliseconds of an update on `ranks` ranks: what a rank does alone; orders, which rank 0 tells one after the other; and
 * two exchanges, in each of which a rank sends every other one a range and receives as many, 2 (R − 1) messages and
 * (R − 1) / R of the parameters each way. A range is added up once for each rank.
 */
export function updateTime(
  { parameters, alone, order, addition }: RankCosts,
  network: Network,
  ranks: number,
): number {
  if (ranks === 1) return alone;
  const bytes = 4 * parameters * ((ranks - 1) / ranks);
  const exchange = bytes / network.bandwidth + 2 * (ranks - 1) * network.perMessage;
  return alone + (ranks - 1) * order + 2 * exchange + addition * ((ranks - 1) / ranks);
}

/** The share of R times the tokens a second of one rank. */
export function efficiency(costs: RankCosts, network: Network, ranks: number): number {
  return costs.alone / updateTime(costs, network, ranks);
}
