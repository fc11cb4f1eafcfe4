import { add, div, exp, log, maximum, sub, type Tensor } from "../../graph/index.ts";
import type { BoundDecoder } from "../../seq2seq/decoder.ts";
import type { Rows } from "../../seq2seq/rows.ts";

/** The result of one step of all decoders. */
export interface Prediction {
  /** `[R, V]`, or `[R, V + S]` where the models may copy: log of the mean of their probabilities. */
  readonly logP: Tensor;
  readonly states: readonly Tensor[];
  /** `[B, K, S]`: the mean over the models that have attention. */
  readonly attention?: Tensor;
}

/** The states of all decoders before the first step, `[B, H]` each. */
export function initialStates(decoders: readonly BoundDecoder[]): readonly Tensor[] {
  return decoders.flatMap(({ initial }) => initial);
}

/**
 * Feeds the last tokens to the decoders.
 * @param tokens `[R]`
 * @param states the states of all decoders, `[R, H]` each
 * @param rows default: one row per sentence
 */
export function predict(
  decoders: readonly BoundDecoder[],
  tokens: Tensor,
  states: readonly Tensor[],
  rows?: Rows,
): Prediction {
  let at = 0;
  const steps = decoders.map((decoder) => {
    const own = states.slice(at, at + decoder.initial.length);
    at += own.length;
    return decoder.step(decoder.embed(tokens), own, rows);
  });
  const maps = steps.flatMap(({ weights }) => weights ?? []);
  return {
    logP: meanProbability(steps.map(({ logP }) => logP)),
    states: steps.flatMap(({ states: next }) => next),
    ...(maps.length > 0 && { attention: mean(maps) }),
  };
}

/** log of the mean of eˣ. */
function meanProbability(logs: readonly Tensor[]): Tensor {
  if (logs.length === 1) return logs[0]!;
  const top = logs.reduce((a, b) => maximum(a, b));
  return add(log(mean(logs.map((x) => exp(sub(x, top))))), top);
}

function mean(values: readonly Tensor[]): Tensor {
  return values.length === 1
    ? values[0]!
    : div(
        values.reduce((a, b) => add(a, b)),
        values.length,
      );
}
