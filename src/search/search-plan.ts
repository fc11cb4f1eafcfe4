import type { SearchOptions } from "./options.ts";
import type { EncodedRequest } from "./request.ts";
import type { SearchNumber } from "./search-numbers.ts";
import {
  type BanName,
  banNames,
  type PenaltyName,
  penaltyNames,
  type TokenRuleValues,
  tokenRules,
} from "./token-rules/index.ts";

/**
 * The properties of a search that shape its graph: one graph serves all lines of one plan. Numbers that do not are inputs
 * of the graph, see `SearchNumber`.
 */
export interface SearchPlan {
  /** K: slots of a sentence, for the hypotheses of the beam or for draws. */
  readonly slots: number;
  readonly nBest: number;
  /** What log P is divided by: a power that α sets, or the number of tokens. */
  readonly lengthPenalty: "power" | "average";
  /** Whether there is a coverage penalty. */
  readonly coveragePenalty: boolean;
  /** `nucleus`: whether top-p leaves tokens out. */
  readonly sampling?: { readonly topK?: number; readonly nucleus: boolean };
  readonly groups: number;
  /** The penalties that change something; their numbers are inputs. */
  readonly penalties: readonly PenaltyName[];
  /** The bans that forbid something, with their numbers. */
  readonly bans: readonly (readonly [name: BanName, value: number])[];
  /** Whether there is a minimum length, a prefix, phrases to include. */
  readonly minimum: boolean;
  readonly prefix: boolean;
  readonly include: boolean;
  /** The number of tokens of the longest phrase to exclude; 0: none. */
  readonly exclude: number;
}

/** The plan that serves lines with the same options. */
export function planFor(options: SearchOptions, lines: readonly EncodedRequest[]): SearchPlan {
  const { beam = 1, nBest = 1, sampling } = options;
  const longestExcluded = Math.max(0, ...lines.flatMap(({ exclude }) => exclude.map(({ length }) => length)));
  const isActive = (name: keyof TokenRuleValues) =>
    options[name] !== undefined && options[name] !== tokenRules[name].off;
  return {
    slots: sampling ? nBest : beam,
    nBest,
    lengthPenalty: options.lengthPenalty === "average" ? "average" : "power",
    coveragePenalty: (options.coveragePenalty ?? 0) > 0,
    ...(sampling && {
      sampling: {
        ...(sampling.topK !== undefined && { topK: sampling.topK }),
        nucleus: (sampling.topP ?? 1) < 1,
      },
    }),
    groups: options.groups ?? 1,
    penalties: penaltyNames.filter(isActive),
    bans: banNames.filter(isActive).map((name) => [name, options[name]!]),
    minimum: lines.some(({ minimum }) => minimum > 0),
    prefix: lines.some(({ prefixIds }) => prefixIds.length > 0),
    include: lines.some(({ include }) => include.length > 0),
    exclude: longestExcluded,
  };
}

/** The numbers that a plan's graph reads. */
export function numbersOf(plan: SearchPlan): readonly SearchNumber[] {
  return [
    ...(plan.lengthPenalty === "power" ? (["lengthPenalty"] as const) : []),
    ...(plan.coveragePenalty ? (["coveragePenalty"] as const) : []),
    ...(plan.groups > 1 ? (["diversity"] as const) : []),
    ...(plan.sampling ? (["temperature"] as const) : []),
    ...(plan.sampling?.nucleus ? (["topP"] as const) : []),
    ...plan.penalties,
  ];
}
