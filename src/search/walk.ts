import {
  add,
  cast,
  concat,
  cumulativeSum,
  div,
  equal,
  expandDims,
  gather,
  greater,
  input,
  less,
  max,
  mul,
  nonZero,
  not,
  or,
  pickColumns,
  putRows,
  relabel,
  reshape,
  sizeOf,
  softmax,
  sub,
  sum,
  type Tensor,
  topK,
  transpose,
  where,
} from "../graph/index.ts";
import { BOS, EOS, PAD } from "../text/index.ts";
import { alive, asRows, column, Grid } from "./grid.ts";
import { namedLoop } from "./named-loop.ts";
import type { SearchPlan } from "./options.ts";
import { coveragePenalty, lengthPenalty } from "./penalties.ts";
import { type Found, initialStates, type Problem, predict } from "./problem.ts";
import { applyRules, canLeaveNothing, changesRanks, looksBack, startOfHistory } from "./rules.ts";

/**
 * Outputs that are written token by token without comparing any: greedy search, which takes the likeliest token, and
 * sampling, which draws one. What has ended has no row any more and costs nothing.
 */
export function walk(problem: Problem, plan: SearchPlan): Found {
  const { places: K, sampling } = plan;
  const grid = new Grid(problem.source, K);
  const choose = sampling === undefined ? likeliest : drawing(grid, sampling);
  const nothing = grid.flat(grid.full([K], PAD, "int64")); // [B*K]
  const noNumber = grid.flat(grid.full([K], 0));

  const place = relabel(grid.all(), ["R"]);
  const spread = (x: Tensor) => asRows(K === 1 ? x : grid.ofSentence(x, place));
  const token = spread(grid.full([], BOS, "int64"));
  const { outputs } = namedLoop(
    {
      token,
      place,
      rowOf: grid.all(),
      history: looksBack(plan) ? startOfHistory(token, plan) : undefined,
      states: initialStates(problem).map(spread),
    },
    { maximum: max(problem.demands.limit), length: "T" },
    (step, { token, place, rowOf, history, states }) => {
      const rows = grid.rows(place, rowOf);
      const { logP, attention, states: after } = predict(problem, token, states, rows);
      const { ranks, forced } = applyRules(logP, plan, problem.demands, {
        step,
        ofSentence: rows.ofSentence,
        ...(history && { history }),
      });
      const isForced = greater(forced, PAD);
      const free = choose(ranks, step, place);
      const possible = canLeaveNothing(plan)
        ? where(greater(pickColumns(ranks, free), alive), free, PAD)
        : free;
      const written = where(isForced, forced, possible); // [R, 1]
      const now = reshape(written, ["R"]);
      const ended = equal(now, EOS);
      const kept = nonZero(not(canLeaveNothing(plan) ? or(ended, equal(now, PAD)) : ended), "R'");
      const nextPlace = gather(place, kept);
      const onGrid = (x: Tensor, empty: Tensor) => putRows(empty, place, reshape(x, ["R"]));
      const ownLogP = pickColumns(logP, written);
      const increment = !changesRanks(plan) ? [] : [where(isForced, ownLogP, pickColumns(ranks, written))];
      return {
        states: {
          token: gather(now, kept),
          place: nextPlace,
          rowOf: grid.rowsOf(nextPlace),
          history: history && gather(concat([history, written]), kept),
          states: after.map((state) => gather(state, kept)),
        },
        condition: greater(sizeOf(nextPlace), 0),
        outputs: [
          onGrid(written, nothing),
          onGrid(ownLogP, noNumber),
          ...increment.map((x) => onGrid(x, noNumber)),
          ...(attention ? [attention] : []),
        ],
      };
    },
  );
  const [tokens, logP, ...rest] = outputs as [Tensor, Tensor, ...Tensor[]];
  const [increments, attention] = changesRanks(plan) ? rest : [logP, ...rest];
  return finish(problem, plan, grid, {
    tokens,
    logP,
    increments: increments!,
    ...(attention && { attention }),
  });
}
/** Which token each row takes: from ranks `[R, V]` to ids `[R, 1]`, int64. */
type Choice = (ranks: Tensor, step: Tensor, place: Tensor) => Tensor;

const likeliest: Choice = (ranks) => topK(ranks, 1).indices;

/**
 * Draws by inverting the distribution function: the first token at which the probabilities of all tokens up to it
 * exceed a number that is uniform over [0, 1). Input: `uniform` `[U, B, K]`, U steps or more than are made.
 */
function drawing(grid: Grid, { temperature, topK: most, topP }: Required<SearchPlan>["sampling"]): Choice {
  const uniform = input("uniform", ["U", "B", grid.places]);
  return (ranks, step, place) => {
    const sorted = most === undefined && topP === 1 ? undefined : topK(ranks, most);
    const likely = softmax(div(sorted?.values ?? ranks, temperature));
    const needed = less(sub(cumulativeSum(likely), likely), topP);
    const weights = topP === 1 ? likely : where(needed, likely, 0);
    const sums = cumulativeSum(weights);
    const point = mul(expandDims(gather(grid.flat(gather(uniform, step)), place), 1), column(sums, -1));
    const index = sum(cast(not(greater(sums, point)), "int64"), { axes: [-1], keepAxes: true }); // [R, 1]
    return sorted === undefined ? index : pickColumns(sorted.indices, index);
  };
}

/** Scores what the steps have left behind: `[T, B*K]` tokens, log P, and what was added to the ranks. */
function finish(
  { mask }: Problem,
  plan: SearchPlan,
  grid: Grid,
  {
    tokens,
    logP,
    increments,
    attention,
  }: { tokens: Tensor; logP: Tensor; increments: Tensor; attention?: Tensor },
): Found {
  const byHypothesis = (x: Tensor) => transpose(reshape(x, ["T", "B", grid.places]), [1, 2, 0]);
  const written = byHypothesis(tokens); // [B, K, T]
  const ended = max(cast(equal(written, EOS), "float32"), { axes: [-1], keepAxes: true });
  const ids = canLeaveNothing(plan) ? where(greater(ended, 0), written, PAD) : written;
  const isPart = not(equal(ids, PAD));
  const length = sum(cast(isPart, "int64"), { axes: [-1] }); // [B, K]
  const rank = sum(byHypothesis(increments), { axes: [-1] });
  const found = { ids: cast(ids, "int32"), logProbabilities: byHypothesis(logP) };
  const scores = div(rank, lengthPenalty(length, plan));
  if (attention === undefined) return { ...found, scores };
  const looked = where(expandDims(isPart, -1), transpose(attention, [1, 2, 0, 3]), 0); // [B, K, T, S]
  if (plan.coveragePenalty === 0) return { ...found, scores, attention: looked };
  const coverage = sum(looked, { axes: [2] });
  const penalty = coveragePenalty(coverage, expandDims(mask, 1), plan);
  return { ...found, scores: add(scores, penalty), attention: looked };
}
