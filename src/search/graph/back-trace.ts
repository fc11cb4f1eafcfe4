import {
  add,
  cast,
  div,
  equal,
  expandDims,
  gather,
  less,
  mul,
  pickColumns,
  range,
  relabel,
  reshape,
  scan,
  sizesOf,
  squeeze,
  sub,
  type Tensor,
  transpose,
  where,
  zerosLike,
} from "../../graph/index.ts";
import { PAD } from "../../text/index.ts";
import type { Grid } from "./grid.ts";
import { alive } from "./rank.ts";
import type { SearchOutput } from "./search-inputs.ts";

/** What the steps of a beam search record. */
interface Trail {
  /** `[T, B, K]` int64: the token written into each slot, and the slot of the hypothesis that it extends. */
  readonly tokens: Tensor;
  readonly parents: Tensor;
  /** `[T, B, K]`: the token's log P. */
  readonly logProbabilities: Tensor;
  /** `[T, B, K, S]`: the attention with which the hypothesis in each slot chose its next token. */
  readonly attention?: Tensor;
}

/** Traces finished hypotheses, `[B, N]`, back to their first tokens. */
export function backTrace(
  { tokens, parents, logProbabilities, attention }: Trail,
  { scores, origins }: { scores: Tensor; origins: Tensor },
  grid: Grid,
): SearchOutput {
  const { slots } = grid;
  const steps = range(squeeze(sizesOf(tokens, [0]), 0), "T");
  const endStep = div(origins, slots);
  const endSlot = sub(origins, mul(endStep, slots));
  const { outputs } = scan(
    { sequences: [steps, parents], initial: [zerosLike(origins)], reverse: true },
    ([step, parent], [later]) => {
      const slot = where(equal(endStep, step!), endSlot, later!); // [B, N]
      const before = pickColumns(parent!, slot);
      return { states: [before], outputs: [slot, before] };
    },
  );
  const [path, before] = outputs as [Tensor, Tensor]; // [T, B, N]
  const exists = less(alive, scores);
  const written = where(exists, endStep, -1);
  const isPart = less(reshape(steps, ["T", 1, 1]), add(expandDims(written, 0), 1)); // [T, B, N]
  const byHypothesis = (x: Tensor) => transpose(x, [1, 2, 0, ...[...x.shape.keys()].slice(3)]);
  const found = {
    ids: byHypothesis(cast(where(isPart, pickColumns(tokens, path), PAD), "int32")),
    logProbabilities: byHypothesis(where(isPart, pickColumns(logProbabilities, path), 0)),
    scores,
  };
  if (attention === undefined) return found;
  // Each hypothesis' row among all T·B·K.
  const sentence = add(
    mul(reshape(steps, ["T", 1, 1]), sizesOf(tokens, [1])),
    expandDims(div(grid.first, slots), 0),
  );
  const row = add(mul(sentence, slots), before); // [T, B, N]
  const S = attention.dimension(-1);
  const rows = gather(reshape(attention, ["T*B*K", S], attention), row);
  return {
    ...found,
    attention: byHypothesis(where(expandDims(isPart, -1), relabel(rows, [...row.shape, S]), 0)),
  };
}
