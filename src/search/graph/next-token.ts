import {
  cast,
  cumulativeSum,
  div,
  expandDims,
  gather,
  greater,
  input,
  less,
  mul,
  not,
  pickColumns,
  softmax,
  sub,
  sum,
  type Tensor,
  topK,
  where,
} from "../../graph/index.ts";
import type { Rows } from "../../seq2seq/rows.ts";
import { PAD } from "../../text/index.ts";
import type { SearchPlan } from "../search-plan.ts";
import { predict } from "./ensemble.ts";
import { column, type Grid } from "./grid.ts";
import { alive } from "./rank.ts";
import { applyRules, type Constraints, canLeaveNothing, changesRanks } from "./rules.ts";
import type { SearchInputs } from "./search-inputs.ts";

/** The rows of a step: R outputs that are being written. */
export interface Writing {
  /** int64 scalar, from 0. */
  readonly step: Tensor;
  /** `[R]`: the last token of each. */
  readonly token: Tensor;
  /** `[R]` and `[B*K]`, see `Grid.rows`. */
  readonly slot: Tensor;
  readonly rowOf: Tensor;
  /** `[R, n]`, for plans whose rules look back. */
  readonly history?: Tensor;
  /** All decoders' states, `[R, H]` each. */
  readonly states: readonly Tensor[];
}

/** The next token of each output. */
export interface Written {
  /** `[R, 1]` int64; PAD where the rules leave nothing to write. */
  readonly written: Tensor;
  /** `[R, 1]`: its log P. */
  readonly logP: Tensor;
  /** `[R, 1]`: what it adds to the rank, where that is not log P. */
  readonly increment?: Tensor;
  /** `[B, K, S]` */
  readonly attention?: Tensor;
  readonly states: readonly Tensor[];
}

/** The step of a search that compares no outputs: it takes the likeliest token or, with sampling, draws one. */
export function nextToken(
  { decoders, constraints }: Pick<SearchInputs, "decoders" | "constraints">,
  plan: SearchPlan,
  grid: Grid,
): (writing: Writing) => Written {
  const { vocabulary } = decoders[0]!;
  const choose =
    plan.sampling === undefined ? likeliest : drawing(grid, plan.sampling, constraints, vocabulary);
  return ({ step, token, slot, rowOf, history, states }) => {
    const rows = grid.rows(slot, rowOf);
    const { logP, attention, states: after } = predict(decoders, token, states, rows);
    const { ranks, isForced, forced } = applyRules(logP, plan, constraints, {
      step,
      ofSentence: rows.ofSentence,
      ...(history && { history }),
    });
    const free = choose(ranks, step, slot, rows);
    const possible = canLeaveNothing(plan)
      ? where(greater(pickColumns(ranks, free), alive), free, PAD)
      : free;
    const written = where(isForced, forced, possible);
    const ownLogP = pickColumns(logP, written);
    return {
      written,
      logP: ownLogP,
      states: after,
      ...(changesRanks(plan) && { increment: where(isForced, ownLogP, pickColumns(ranks, written)) }),
      ...(attention && { attention }),
    };
  };
}

/** How each row chooses its token: from ranks `[R, V]` to ids `[R, 1]`, int64. */
type Choice = (ranks: Tensor, step: Tensor, slot: Tensor, rows: Rows) => Tensor;

const likeliest: Choice = (ranks) => topK(ranks, 1).indices;

/**
 * Draws by inverting the cumulative distribution: takes the first token whose cumulative probability exceeds a number
 * that is uniform over [0, 1). Input: `uniform` `[U, B, K]`, where U is at least the number of steps.
 * @param tokens the least number of tokens to choose from
 */
function drawing(
  grid: Grid,
  { topK: most, nucleus }: Required<SearchPlan>["sampling"],
  { numbers: { temperature, topP } }: Constraints,
  tokens: number,
): Choice {
  const uniform = input("uniform", ["U", "B", grid.slots]);
  return (ranks, step, slot, { ofSentence }) => {
    const sorted = most === undefined && !nucleus ? undefined : topK(ranks, most && Math.min(most, tokens));
    const likely = softmax(div(sorted?.values ?? ranks, ofSentence(temperature!)));
    const weights = nucleus ? nucleusOf(likely, ofSentence(topP!)) : likely;
    const sums = cumulativeSum(weights);
    const point = mul(expandDims(gather(grid.flat(gather(uniform, step)), slot), 1), column(sums, -1));
    const index = sum(cast(not(greater(sums, point)), "int64"), { axes: [-1], keepAxes: true }); // [R, 1]
    return sorted === undefined ? index : pickColumns(sorted.indices, index);
  };
}

/** 0 for the tokens that are not needed to reach p, from sorted probabilities `[R, k]` and p `[R, 1]`. */
function nucleusOf(likely: Tensor, p: Tensor): Tensor {
  return where(less(sub(cumulativeSum(likely), likely), p), likely, 0);
}
