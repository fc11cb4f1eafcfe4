import { DataError } from "../../errors.ts";
import { kendallTau } from "./kendall-tau.ts";

/** Weights [T][S] of one sentence, a row for each output token: rows that add up to 1. */
export type AttentionRows = readonly (readonly number[])[];

/** How sharp attention is, and how much it goes from left to right. */
export interface AttentionStatistics {
  readonly sentences: number;
  /** All output tokens. */
  readonly rows: number;
  /** Mean entropy of a row, bits: 0 where all weight lies on one source token, log₂ S where it is spread evenly. */
  readonly entropy: number;
  /** Mean of each row's entropy / log₂ S, 0 … 1; a row over a single source token counts as 0. */
  readonly normalizedEntropy: number;
  /** Share of steps in which the heaviest source token does not lie further left than before; null without steps. */
  readonly monotone: number | null;
  /**
   * Mean over sentences of Kendall's τ-b between the output's positions and the source positions expected for them:
   * 1 from left to right, −1 from right to left. Sentences without two different positions are left out; null where
   * none remains.
   */
  readonly kendallTau: number | null;
}

/** How far from 1 a row's sum may be: weights come as 32-bit floats, or rounded to some decimals. */
const tolerance = 0.01;

/**
 * Statistics of attention over many sentences. With αₜₛ the weight of source token s for output token t,
 *
 *     entropy      Hₜ = −Σₛ αₜₛ log₂ αₜₛ          (Ghader and Monz 2017, "What does attention in neural machine
 *                                                 translation pay attention to?", here in bits)
 *     monotone     #{t > 1 : argmaxₛ αₜₛ ≥ argmaxₛ αₜ₋₁,ₛ} / #{t > 1}, of equal weights the first
 *     expected     eₜ = Σₛ s αₜₛ,   τ-b of (t, eₜ)   (Kendall 1945)
 *
 * Rows and columns of `</s>` count as they are given: leave them out where only words matter.
 * @throws {DataError} where there is no row, or a row is empty, ragged, negative or does not add up to 1
 */
export function attentionStatistics(attentions: readonly AttentionRows[]): AttentionStatistics {
  const entropies: number[] = [];
  const normalized: number[] = [];
  const taus: number[] = [];
  let [steps, forward] = [0, 0];
  attentions.forEach((rows, sentence) => {
    checkRows(rows, sentence);
    const S = rows[0]?.length ?? 0;
    for (const row of rows) {
      const bits = entropy(row);
      entropies.push(bits);
      normalized.push(S === 1 ? 0 : bits / Math.log2(S));
    }
    const heaviest = rows.map((row) => row.indexOf(Math.max(...row)));
    steps += Math.max(0, rows.length - 1);
    forward += heaviest.filter((s, t) => t > 0 && s >= heaviest[t - 1]!).length;
    const tau = kendallTau([...rows.keys()], rows.map(expectedPosition));
    if (tau !== null) taus.push(tau);
  });
  if (entropies.length === 0) {
    throw new DataError("attention: expected weights of at least one output token, there are none");
  }
  return {
    sentences: attentions.length,
    rows: entropies.length,
    entropy: average(entropies),
    normalizedEntropy: average(normalized),
    monotone: steps === 0 ? null : forward / steps,
    kendallTau: taus.length === 0 ? null : average(taus),
  };
}

/** Bits; 0 · log 0 is 0. Divided by the row's sum, so that rounded weights are a distribution again. */
function entropy(row: readonly number[]): number {
  const total = sum(row);
  return row.reduce(
    (bits, weight) => (weight > 0 ? bits - (weight / total) * Math.log2(weight / total) : bits),
    0,
  );
}

/** Counted from 0. */
function expectedPosition(row: readonly number[]): number {
  return sum(row.map((weight, s) => s * weight)) / sum(row);
}

function checkRows(rows: AttentionRows, sentence: number): void {
  rows.forEach((row, t) => {
    const place = `attention, sentence ${sentence + 1}, row ${t + 1}`;
    if (row.length !== rows[0]!.length || row.length === 0) {
      throw new DataError(`${place}: ${row.length} weights, expected ${rows[0]!.length || "at least one"}`);
    }
    const odd = row.find((weight) => !(weight >= 0));
    if (odd !== undefined) throw new DataError(`${place}: weight ${odd}, expected 0 or more`);
    if (!(Math.abs(sum(row) - 1) <= tolerance)) {
      throw new DataError(`${place}: weights add up to ${sum(row)}, expected 1 (to within ${tolerance})`);
    }
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function average(values: readonly number[]): number {
  return sum(values) / values.length;
}
