import { add, div, exp, log, maximum, sub, type Tensor } from "../../graph/index.ts";
import type { BoundDecoder } from "../../seq2seq/decoder.ts";
import type { Rows } from "../../seq2seq/rows.ts";
import type { Demands } from "./rules.ts";

/** What a search is to find outputs for: the decoders of a model, or of an ensemble, bound to sources. */
export interface Problem {
  readonly decoders: readonly BoundDecoder[];
  /** `[S, B]`, int32. */
  readonly source: Tensor;
  /** `[B, S]`, 1 for a token, 0 for padding. */
  readonly mask: Tensor;
  readonly demands: Demands;
}

/** What a search has found, T steps long: for each of B sentences N hypotheses. */
export interface Found {
  /** `[B, N, T]` int32: tokens and `</s>`, then PAD. All PAD: there is no such hypothesis. */
  readonly ids: Tensor;
  /** `[B, N, T]`: the model's log P of each token. */
  readonly logProbabilities: Tensor;
  /** `[B, N]`: what hypotheses are ranked by. */
  readonly scores: Tensor;
  /** `[B, N, T, S]`, for a model with attention. */
  readonly attention?: Tensor;
}

/** One step of all decoders. */
export interface Predicted {
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
 * @param states all decoders', `[R, H]` each
 * @param rows default: one row a sentence
 */
export function predict(
  decoders: readonly BoundDecoder[],
  tokens: Tensor,
  states: readonly Tensor[],
  rows?: Rows,
): Predicted {
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
