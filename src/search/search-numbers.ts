import type { SearchOptions } from "./options.ts";
import { type PenaltyName, penaltyNames, tokenRules } from "./token-rules/index.ts";

/**
 * A number among the options that does not shape the graph of a search: an input `[B, 1]`, so that one graph, and one batch,
 * serves any values.
 */
export type SearchNumber =
  | "lengthPenalty"
  | "coveragePenalty"
  | "diversity"
  | "temperature"
  | "topP"
  | PenaltyName;

/** All of them, with the default for an option that is not given. */
export function searchNumbers({
  lengthPenalty = 1,
  coveragePenalty = 0,
  diversity = 0.5,
  sampling: { temperature = 1, topP = 1 } = {},
  ...penalties
}: SearchOptions): Readonly<Record<SearchNumber, number>> {
  const ofPenalties = penaltyNames.map((name) => [name, penalties[name] ?? tokenRules[name].off]);
  return {
    lengthPenalty: lengthPenalty === "average" ? 1 : lengthPenalty,
    coveragePenalty,
    diversity,
    temperature,
    topP,
    ...(Object.fromEntries(ofPenalties) as Record<PenaltyName, number>),
  };
}
