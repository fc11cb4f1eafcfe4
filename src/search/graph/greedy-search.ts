import {
  add,
  cast,
  concat,
  div,
  equal,
  expandDims,
  gather,
  greater,
  max,
  nonZero,
  not,
  or,
  putRows,
  relabel,
  reshape,
  sizeOf,
  sum,
  type Tensor,
  transpose,
  where,
} from "../../graph/index.ts";
import { BOS, EOS, PAD } from "../../text/index.ts";
import type { SearchPlan } from "../search-plan.ts";
import { initialStates } from "./ensemble.ts";
import { asRows, Grid } from "./grid.ts";
import { namedLoop } from "./named-loop.ts";
import { nextToken } from "./next-token.ts";
import { coveragePenalty, lengthPenalty } from "./penalties.ts";
import { canLeaveNothing, changesRanks, looksBack, startOfHistory } from "./rules.ts";
import type { SearchInputs, SearchOutput } from "./search-inputs.ts";

/**
 * Writes outputs token by token without comparing them: greedy search takes the likeliest token, and sampling draws
 * one. A finished output no longer has a row and costs nothing.
 */
export function greedySearch(inputs: SearchInputs, plan: SearchPlan): SearchOutput {
  const { slots: K } = plan;
  const grid = new Grid(inputs.source, 1, K);
  const write = nextToken(inputs, plan, grid);
  const nothing = grid.flat(grid.full([K], PAD, "int64")); // [B*K]
  const noNumber = grid.flat(grid.full([K], 0));

  const slot = relabel(grid.all(), ["R"]);
  const spread = (x: Tensor) => asRows(K === 1 ? x : grid.ofSentence(x, slot));
  const token = spread(grid.full([], BOS, "int64"));
  const { outputs } = namedLoop(
    {
      token,
      slot,
      rowOf: grid.all(),
      history: looksBack(plan) ? startOfHistory(token, plan) : undefined,
      states: initialStates(inputs.decoders).map(spread),
    },
    { maximum: max(inputs.constraints.limit), length: "T" },
    (step, { token, slot, rowOf, history, states }) => {
      const next = write({ step, token, slot, rowOf, states, ...(history && { history }) });
      const { written, logP, increment, attention } = next;
      const now = reshape(written, ["R"]);
      const ended = equal(now, EOS);
      const kept = nonZero(not(canLeaveNothing(plan) ? or(ended, equal(now, PAD)) : ended), "R'");
      const nextSlot = gather(slot, kept);
      const onGrid = (x: Tensor, empty: Tensor) => putRows(empty, slot, reshape(x, ["R"]));
      return {
        states: {
          token: gather(now, kept),
          slot: nextSlot,
          rowOf: grid.rowsOf(nextSlot),
          history: history && gather(concat([history, written]), kept),
          states: next.states.map((state) => gather(state, kept)),
        },
        condition: greater(sizeOf(nextSlot), 0),
        outputs: [
          onGrid(written, nothing),
          onGrid(logP, noNumber),
          ...(increment ? [onGrid(increment, noNumber)] : []),
          ...(attention ? [attention] : []),
        ],
      };
    },
  );
  const [tokens, logP, ...rest] = outputs as [Tensor, Tensor, ...Tensor[]];
  const [increments, attention] = changesRanks(plan) ? rest : [logP, ...rest];
  return finish(inputs, plan, grid, {
    tokens,
    logP,
    increments: increments!,
    ...(attention && { attention }),
  });
}

/** Scores the outputs from what the steps recorded, `[T, B*K]`: tokens, log P, and what was added to the ranks. */
function finish(
  { mask, constraints: { numbers } }: SearchInputs,
  plan: SearchPlan,
  grid: Grid,
  {
    tokens,
    logP,
    increments,
    attention,
  }: { tokens: Tensor; logP: Tensor; increments: Tensor; attention?: Tensor },
): SearchOutput {
  const byHypothesis = (x: Tensor) => transpose(reshape(x, ["T", "B", grid.slots]), [1, 2, 0]);
  const written = byHypothesis(tokens); // [B, K, T]
  const ended = max(cast(equal(written, EOS), "float32"), { axes: [-1], keepAxes: true });
  const ids = canLeaveNothing(plan) ? where(greater(ended, 0), written, PAD) : written;
  const isPart = not(equal(ids, PAD));
  const length = sum(cast(isPart, "int64"), { axes: [-1] }); // [B, K]
  const rank = sum(byHypothesis(increments), { axes: [-1] });
  const found = { ids: cast(ids, "int32"), logProbabilities: byHypothesis(logP) };
  const scores = div(rank, lengthPenalty(length, numbers.lengthPenalty));
  if (attention === undefined) return { ...found, scores };
  const looked = where(expandDims(isPart, -1), transpose(attention, [1, 2, 0, 3]), 0); // [B, K, T, S]
  if (!plan.coveragePenalty) return { ...found, scores, attention: looked };
  const coverage = sum(looked, { axes: [2] });
  const penalty = coveragePenalty(coverage, expandDims(mask, 1), numbers.coveragePenalty!);
  return { ...found, scores: add(scores, penalty), attention: looked };
}
