import { lengthPenaltyOf } from "../search/graph/penalties.ts";
import { alive, dead } from "../search/graph/rank.ts";
import type { SearchOptions } from "../search/options.ts";
import { type EncodedRequest, readRequest } from "../search/request.ts";
import { BOS, EOS, UNK } from "../text/index.ts";
import { checkEdits, type Edit, editedRow, forbiddenTokens, forcedToken, likeliestTokens } from "./edits.ts";
import type { Grown } from "./grown-hypothesis.ts";
import type { SearchTrace, TracedHypothesis } from "./search-trace.ts";
import type { DecoderRow, ReadSource, SteppedDecoder } from "./stepped-decoder.ts";
import { outputOf, tokenText } from "./traced-output.ts";

/** The options of the production's beam search that a traced one understands; the defaults are the same. */
export type TracedSearchOptions = Pick<
  SearchOptions,
  | "beam"
  | "nBest"
  | "lengthPenalty"
  | "coveragePenalty"
  | "minimumLength"
  | "maximumLength"
  | "maximumLengthRatio"
  | "signal"
>;

/** What is changed in a search. */
export interface Changes {
  /** Tokens that the output begins with, in the order in which the decoder writes (default: none). */
  readonly prefix?: readonly number[];
  readonly edits?: readonly Edit[];
}

/**
 * The beam search of src/search in plain loops around a stepped decoder: it decides as that one does, in the same single
 * precision, and keeps everything that was considered.
 * @throws {ConfigError} for invalid options, and for changes to what the model does not have
 */
export async function tracedSearch(
  decoder: SteppedDecoder,
  line: string,
  options: TracedSearchOptions = {},
  changes: Changes = {},
): Promise<SearchTrace> {
  const { beam: K = 1, nBest: N = 1, signal } = options;
  const request = readRequest({ model: decoder.model }, line, options);
  checkEdits(decoder.model, changes.edits ?? [], request.ids.length);
  const found: { tree: Grown[]; finished: Grown[] } = { tree: [], finished: [] };
  if (request.tokens.length > 0) {
    const source = await decoder.read(request);
    let live: (Grown | undefined)[] = [undefined];
    for (let step = 0, room = K; live.length > 0; step++) {
      signal?.throwIfAborted();
      const proposed = await propose(decoder, source, request, live, step, K, changes);
      found.tree.push(...proposed);
      const kept = proposed.slice(0, room).filter(({ rank }) => rank > alive);
      for (const one of kept) one.fate = one.token === EOS ? "finished" : "kept";
      const ended = kept.filter(({ fate }) => fate === "finished");
      for (const one of ended) one.score = scoreOf(one, options);
      room -= ended.length;
      found.finished = inOrder([...found.finished, ...ended]);
      live = kept.filter(({ fate }) => fate === "kept");
      if (!isOpen(live as Grown[], found.finished[N - 1]?.score, request, options)) {
        for (const one of live) one!.fate = "left";
        live = [];
      }
    }
  }
  const index = new Map(found.tree.map((one, at) => [one, at]));
  return {
    tree: traced(decoder, request, found.tree, index),
    hypotheses: found.finished.slice(0, N).map((one) => ({
      ...outputOf(decoder.model, request, one),
      last: index.get(one)!,
    })),
    sourceTokens: request.tokens,
    unknown: request.tokens.map((_, s) => request.ids[s] === UNK),
    truncated: request.truncated,
    beam: K,
  };
}

/** The candidates of one step, the K likeliest of each live hypothesis, in the order in which they take the slots. */
async function propose(
  decoder: SteppedDecoder,
  source: ReadSource,
  request: EncodedRequest,
  live: readonly (Grown | undefined)[],
  step: number,
  K: number,
  { prefix = [], edits = [] }: Changes,
): Promise<Grown[]> {
  const rows = live.map((one): DecoderRow => {
    const row = { token: one?.token ?? BOS, states: one?.states ?? source.initial };
    return editedRow(row, step, edits);
  });
  const stepped = await decoder.step(source, rows);
  const isLast = step === request.limit - 1;
  const forced = isLast ? EOS : forcedToken(step, prefix, edits);
  const forbidden = forbiddenTokens(step, edits);
  const isBanned = (token: number) =>
    forbidden.has(token) || (token === EOS && step < request.minimum && !isLast);
  const count = Math.min(K, decoder.model.target.vocabulary.size);
  const candidates = stepped.flatMap((found, r) => {
    const parent = live[r];
    const tokens = forced === undefined ? likeliestTokens(found, count, isBanned) : [forced];
    return tokens.map((token): Grown => {
      const logProbability = found.logProbabilities[token]!;
      return {
        parent,
        step,
        token,
        logProbability,
        rank: Math.fround((parent?.rank ?? 0) + logProbability),
        attention: found.attention,
        states: found.states,
        fate: "pruned",
      };
    });
  });
  return candidates.filter(({ rank }) => rank > alive).sort((a, b) => b.rank - a.rank);
}

/** Whether what lives can still be among the best: ranks only fall, so a rank over the largest penalty is the most. */
function isOpen(
  live: readonly Grown[],
  worst: number | undefined,
  { limit }: EncodedRequest,
  { lengthPenalty = 1 }: TracedSearchOptions,
): boolean {
  if (live.length === 0) return false;
  const best = Math.max(...live.map(({ rank }) => rank));
  return (worst ?? dead) < Math.fround(best / Math.fround(lengthPenaltyOf(limit, lengthPenalty)));
}

function scoreOf(one: Grown, { lengthPenalty = 1, coveragePenalty = 0 }: TracedSearchOptions): number {
  const normalised = Math.fround(one.rank / Math.fround(lengthPenaltyOf(one.step + 1, lengthPenalty)));
  if (coveragePenalty === 0) return normalised;
  const covered = new Float32Array(one.attention!.length);
  for (let at: Grown | undefined = one; at !== undefined; at = at.parent) {
    at.attention!.forEach((weight, s) => {
      covered[s]! += weight;
    });
  }
  const missing = covered.reduce((sum, c) => sum + Math.log(Math.min(1, Math.max(1e-10, c))), 0);
  return Math.fround(normalised + coveragePenalty * missing);
}

function inOrder(finished: readonly Grown[]): Grown[] {
  return finished.toSorted((a, b) => b.score! - a.score!);
}

function traced(
  { model }: SteppedDecoder,
  request: EncodedRequest,
  tree: readonly Grown[],
  index: ReadonlyMap<Grown, number>,
): TracedHypothesis[] {
  const prunedAt = new Map<Grown, number | null>();
  for (const one of tree.toReversed()) {
    if (one.fate !== "kept") prunedAt.set(one, one.fate === "pruned" ? one.step : null);
    if (one.parent === undefined) continue;
    const [own, before] = [prunedAt.get(one) ?? null, prunedAt.get(one.parent)];
    prunedAt.set(one.parent, own === null || before === null ? null : Math.max(own, before ?? own));
  }
  return tree.map((one) => ({
    parent: one.parent === undefined ? null : index.get(one.parent)!,
    step: one.step,
    token: one.token,
    text: tokenText(model, request, one.token),
    logProbability: one.logProbability,
    rank: one.rank,
    ...(one.score !== undefined && { score: one.score }),
    fate: one.fate,
    prunedAt: prunedAt.get(one) ?? null,
  }));
}
