import {
  add,
  and,
  cast,
  concat,
  constant,
  cumulativeSum,
  div,
  equal,
  expandDims,
  gather,
  greater,
  less,
  max,
  mul,
  nonZero,
  pickColumns,
  range,
  reshape,
  sizeOf,
  sizesOf,
  squeeze,
  sub,
  sum,
  type Tensor,
  topK,
  where,
} from "../../graph/index.ts";
import { BOS, EOS } from "../../text/index.ts";
import type { SearchPlan } from "../search-plan.ts";
import { backTrace } from "./back-trace.ts";
import { addPhrases, candidatesOf } from "./candidates.ts";
import { initialStates, predict } from "./ensemble.ts";
import { asRows, column, Grid } from "./grid.ts";
import { namedLoop } from "./named-loop.ts";
import { coveragePenalty, lengthPenalty } from "./penalties.ts";
import { Phrases } from "./phrases.ts";
import { alive, dead } from "./rank.ts";
import { applyRules, looksBack, startOfHistory } from "./rules.ts";
import type { SearchInputs, SearchOutput } from "./search-inputs.ts";
import { hasRoom, mostBanks, selectByBank, selectInGroups, sumOfGroups } from "./selection.ts";

/**
 * Beam search. Each sentence has K beam slots. At each step every live hypothesis proposes its likeliest next tokens.
 * The best of all candidates take the free slots: those that end with `</s>` keep their slots for good, the others
 * live on. A sentence is done when no hypothesis is live, or when the N best finished ones cannot be beaten: ranks
 * only fall, so a live hypothesis can score at most its rank over the largest length penalty.
 *
 * Only live hypotheses have rows in the decoder's step: finished ones cost nothing.
 *
 * The states of the loop are, for each row, its last `token`, its `slot` in the grid and the decoders' `states`; for
 * each slot, its `rowOf` and `rank` (log P with penalties); for each group, the `room` that is left; for each sentence,
 * the `scores` of the N best finished hypotheses and their `origins`: step · K + slot where they ended.
 */
export function beamSearch(inputs: SearchInputs, plan: SearchPlan): SearchOutput {
  const { slots: K, nBest: N, groups } = plan;
  const { constraints } = inputs;
  const { limit, include, numbers } = constraints;
  const grid = new Grid(inputs.source, 1, K);
  const perGroup = K / groups;
  const longest = max(limit);
  const largestPenalty = lengthPenalty(expandDims(limit, 1), numbers.lengthPenalty); // [B, 1]
  const lengths = reshape(add(range(longest, "T"), 1), ["T", 1, 1]);
  const penalties = lengthPenalty(lengths, numbers.lengthPenalty); // [T, B, 1], or [T, 1, 1], by step
  const mask = expandDims(inputs.mask, 1); // [B, 1, S]

  // Each group begins with one empty hypothesis, at its first slot.
  const group = constant(
    Array.from({ length: K }, (_, k) => Math.floor(k / perGroup)),
    "int64",
    [1, K],
  );
  const starts = constant(
    Array.from({ length: groups }, (_, g) => g * perGroup),
    "int64",
    [1, groups],
  );
  const slot = reshape(add(grid.first, starts), ["R"]);
  const spread = (x: Tensor) => asRows(groups === 1 ? x : grid.ofSentence(x, slot));
  const startRank = Array.from({ length: K }, (_, k) => (k % perGroup === 0 ? 0 : dead));
  const token = spread(grid.full([], BOS, "int64"));

  const { states: last, outputs } = namedLoop(
    {
      token,
      slot,
      rowOf: grid.flat(add(mul(div(grid.first, K), groups), group)),
      rank: add(grid.full([K], 0), constant(startRank, "float32", [1, K])),
      room: grid.full([groups], perGroup, "int64"),
      scores: grid.full([N], dead),
      origins: grid.full([N], 0, "int64"),
      history: looksBack(plan) ? startOfHistory(token, plan) : undefined,
      progress: include && spread(cast(reshape(mul(column(include, 0), 0), ["B", "C"], include), "int64")),
      coverage: plan.coveragePenalty ? mul(add(grid.full([K, 1], 0), mask), 0) : undefined,
      states: initialStates(inputs.decoders).map(spread),
    },
    { maximum: longest, length: "T" },
    (step, { token, slot, rowOf, rank, room, scores, origins, history, progress, coverage, states }) => {
      const rows = grid.rows(slot, rowOf);
      const { logP, attention, states: after } = predict(inputs.decoders, token, states, rows);
      const phrases = include && new Phrases(rows.ofSentence(include));
      const next = applyRules(logP, plan, constraints, {
        step,
        ofSentence: rows.ofSentence,
        ...(history && { history }),
        ...(phrases && { unfinished: phrases.missing(progress!) }),
      });

      // Candidates, P for each row: [R, P], and on the grid [B, K·P], dead in slots without a live hypothesis.
      const likeliest = candidatesOf(logP, next, Math.min(K, inputs.decoders[0]!.vocabulary), plan);
      const all = phrases ? addPhrases(likeliest, logP, next, phrases.next(progress!)) : likeliest;
      const P = phrases ? squeeze(sizesOf(all.tokens, [1]), 0) : Number(all.tokens.dimension(1));
      const bySlot = (x: Tensor) => gather(x, rowOf); // [B*K, P]
      const bySentence = (x: Tensor) =>
        typeof P === "number" ? reshape(x, ["B", K * P]) : reshape(grid.unflat(x), ["B", "K*P"]);
      const increments = bySlot(all.increments);
      const ranks = bySentence(add(increments, reshape(rank, ["B*K", 1])));
      const tokens = bySentence(bySlot(all.tokens));
      const selected = phrases
        ? selectByBank(
            ranks,
            bySentence(bySlot(sum(phrases.after(progress!, all.tokens), { axes: [-1] }))),
            mostBanks(include!),
            K,
          )
        : selectInGroups(ranks, tokens, room, plan, numbers.diversity);

      const written = pickColumns(tokens, selected.indices); // [B, K], like the tensors that follow
      const parent = div(selected.indices, P);
      const parentSlot = grid.flat(add(parent, grid.first));
      const covered = coverage && grid.unflat(gather(grid.flat(add(coverage, attention!)), parentSlot));

      const rankWithRoom = where(hasRoom(room, plan), selected.ranks, dead);
      const isEnd = equal(written, EOS);
      const ended = where(isEnd, rankWithRoom, dead);
      const living = where(isEnd, dead, rankWithRoom);
      const normalised = div(ended, gather(penalties, step));
      const penalised = covered
        ? add(normalised, coveragePenalty(covered, mask, numbers.coveragePenalty!))
        : normalised;
      const best = topK(concat([scores, penalised]), N);
      const here = add(mul(step, K), add(grid.offsets, grid.full([K], 0, "int64")));

      const reachable = div(max(living, { axes: [-1], keepAxes: true }), largestPenalty);
      const isOpen = less(N === 1 ? best.values : column(best.values, N - 1), reachable); // [B, 1]
      const goesOn = grid.flat(and(greater(living, alive), isOpen));

      const nextSlot = nonZero(goesOn, "R'");
      const parentRow = gather(rowOf, gather(parentSlot, nextSlot));
      const nextToken = gather(grid.flat(written), nextSlot);
      const nextColumn = expandDims(nextToken, 1);
      const taken = cast(greater(ended, alive), "int64");
      return {
        states: {
          token: nextToken,
          slot: nextSlot,
          rowOf: sub(cumulativeSum(cast(goesOn, "int64")), 1),
          rank: living, // a finished sentence has no rows, and the ranks in its slots cannot win
          room: sub(room, sumOfGroups(taken, plan)),
          scores: best.values,
          origins: pickColumns(concat([origins, here]), best.indices),
          history: history && concat([gather(history, parentRow), nextColumn]),
          progress:
            phrases &&
            squeeze(
              new Phrases(grid.ofSentence(include!, nextSlot)).after(
                gather(progress!, parentRow),
                nextColumn,
              ),
              1,
            ),
          coverage: covered,
          states: after.map((state) => gather(state, parentRow)),
        },
        condition: greater(sizeOf(nextSlot), 0),
        outputs: [
          written,
          parent,
          pickColumns(bySentence(all.logP ? bySlot(all.logP) : increments), selected.indices),
          ...(attention ? [attention] : []),
        ],
      };
    },
  );
  const [tokens, parents, logProbabilities, attention] = outputs as [
    Tensor,
    Tensor,
    Tensor,
    Tensor | undefined,
  ];
  return backTrace(
    { tokens, parents, logProbabilities, ...(attention && { attention }) },
    { scores: last.scores, origins: last.origins },
    grid,
  );
}
