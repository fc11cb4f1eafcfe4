import {
  add,
  and,
  cast,
  concat,
  constant,
  equal,
  expandDims,
  greater,
  less,
  max,
  or,
  pickColumns,
  range,
  relabel,
  sizesOf,
  squeeze,
  type Tensor,
  topK,
  where,
} from "../../graph/index.ts";
import { PAD } from "../../text/index.ts";
import type { SearchPlan } from "../search-plan.ts";
import { dead } from "./rank.ts";
import { changesRanks, type Next } from "./rules.ts";

/** Next tokens of each row, `[R, P]` each: their ids, what they add to the rank, and log P where the two differ. */
export interface Candidates {
  readonly tokens: Tensor;
  readonly increments: Tensor;
  readonly logP?: Tensor;
}

/** The likeliest tokens; or the forced token, beside dead candidates. */
export function candidatesOf(logP: Tensor, next: Next, count: number, plan: SearchPlan): Candidates {
  const { ranks, isForced, forced, forcedLogP, lost } = next;
  const top = topK(ranks, count);
  const onlyFirst = constant([0, ...Array<number>(count - 1).fill(dead)], "float32", [1, count]);
  const increments = where(isForced, add(forcedLogP, onlyFirst), top.values);
  return {
    tokens: where(isForced, forced, top.indices),
    increments: lost ? where(lost, dead, increments) : increments,
    ...(changesRanks(plan) && { logP: where(isForced, forcedLogP, pickColumns(logP, top.indices)) }),
  };
}

/** Adds the tokens `[R, C]` that would continue a phrase: each once, and dead in rows whose token is forced. */
export function addPhrases(
  candidates: Candidates,
  logP: Tensor,
  { ranks, isForced }: Next,
  more: Tensor,
): Candidates {
  const each = expandDims(more, -1); // [R, C, 1]
  const order = range(squeeze(sizesOf(more, [1]), 0), "C");
  const earlier = less(expandDims(order, 0), expandDims(order, 1)); // [C, C]
  const any = (found: Tensor) => greater(max(cast(found, "float32"), { axes: [-1] }), 0);
  const known = any(equal(each, expandDims(candidates.tokens, 1)));
  const twice = any(and(equal(each, expandDims(more, 1)), earlier));
  const out = or(or(known, twice), or(equal(more, PAD), isForced));
  const join = (a: Tensor, b: Tensor) => relabel(concat([a, b]), ["R", "P"]);
  return {
    tokens: join(candidates.tokens, more),
    increments: join(candidates.increments, where(out, dead, pickColumns(ranks, more))),
    ...(candidates.logP && { logP: join(candidates.logP, pickColumns(logP, more)) }),
  };
}
