import { japaneseConfiguration } from "./japanese-configuration.ts";
import { japaneseModels } from "./japanese-models.ts";
import { japanesePairs } from "./japanese-pairs.ts";
import type { AnyProblem } from "./studio-problem.ts";

/** A sentence for each kind of problem. */
export type WordsByKind<P extends { readonly kind: string }> = {
  readonly [Name in P["kind"]]: (problem: Extract<P, { readonly kind: Name }>) => string;
};

/** All problems that are data, in Japanese. The English is in `text`. */
export const japanese: WordsByKind<AnyProblem> = {
  ...japaneseConfiguration,
  ...japanesePairs,
  ...japaneseModels,
};
