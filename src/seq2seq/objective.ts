import type { Configuration } from "../configuration/configuration.ts";
import {
  add,
  cast,
  concat,
  greater,
  input,
  minimum,
  mul,
  reshape,
  scan,
  slice,
  sum,
  type Tensor,
  where,
  zeros,
} from "../graph/index.ts";
import type { BoundDecoder } from "./decoder.ts";
import { reverseOutputs } from "./reverse-outputs.ts";

/** The name of the input that says which of the decoder's inputs are its own predictions: 1 there, 0 elsewhere. */
export const ownInputName = "ownInput";

/**
 * The tokens that a decoder is to read and to write, `[T, B]` int32 each: inputs of a graph, in the order in which the
 * decoder writes.
 */
export function targetInputs({ decoder }: Pick<Configuration, "decoder">): {
  readonly targetInput: Tensor;
  readonly targetOutput: Tensor;
} {
  const targetInput = input("targetInput", ["T", "B"], "int32");
  const targetOutput = input("targetOutput", ["T", "B"], "int32");
  if (!decoder.reversed) return { targetInput, targetOutput };
  const reversed = reverseOutputs(targetOutput, targetOutput);
  return { targetInput: oneStepLater(reversed, targetInput), targetOutput: reversed };
}

/** The objective that training minimizes, and the part of it that is reported: scalars. */
export interface Objective {
  /** E(w) = Σ weight · −log P(yᵗ | y¹ … yᵗ⁻¹, x; w). */
  readonly loss: Tensor;
  /** E(w) with smoothed targets, and the coverage loss. */
  readonly objective: Tensor;
}

/** Maximum likelihood plus what the configuration adds: label smoothing, scheduled sampling, the coverage loss. */
export function trainingObjective(
  configuration: Pick<Configuration, "training" | "context" | "decoder">,
  decoder: BoundDecoder,
): Objective {
  const { training, context } = configuration;
  const { targetInput, targetOutput } = targetInputs(configuration);
  const weight = input("targetWeight", ["T", "B"]);
  const total = (losses: Tensor) => sum(mul(losses, weight));
  const samples = training.scheduledSampling.rate > 0;
  const unrolled = decoder.unroll(samples ? partlyOwn(targetInput, decoder) : targetInput);
  const { weights } = unrolled;
  const { loss, smoothed } = decoder.losses(unrolled, targetOutput, training.labelSmoothing);
  const likelihood = total(smoothed);
  const { coverageLoss: λ = 0 } = context;
  const objective =
    weights === undefined || λ === 0 ? likelihood : add(likelihood, mul(total(coverageLoss(weights)), λ));
  return { loss: total(loss), objective };
}

/**
 * Scheduled sampling (Bengio 2015) in two passes (Duckworth 2019): the first reads the given tokens and predicts; the
 * second, which is trained on, reads some of these predictions in their place. No gradient flows through the choice.
 */
function partlyOwn(targetInput: Tensor, decoder: BoundDecoder): Tensor {
  const predicted = cast(decoder.likeliest(decoder.unroll(targetInput)), "int32"); // [T, B]
  const own = oneStepLater(predicted, targetInput);
  return where(greater(input(ownInputName, ["T", "B"]), 0), own, targetInput);
}

/** Shifts the tokens that each step writes, `[T, B]`, to be read by the next step, after the `<s>` of given inputs. */
function oneStepLater(written: Tensor, targetInput: Tensor): Tensor {
  const shifted = concat([slice(targetInput, 0, 0, 1), slice(written, 0, 0, -1)], 0);
  return reshape(shifted, ["T", "B"], targetInput);
}

/**
 * Σₛ min(attention, coverage) of each step, where coverage is Σ attention of the steps before it: the attention to what
 * was already attended to (See 2017, eq. 13).
 * @param weights `[T, B, S]`
 * @returns `[T, B]`
 */
function coverageLoss(weights: Tensor): Tensor {
  const [, B, S] = weights.shape;
  const initial = [zeros([B!, S!], weights)];
  const { outputs } = scan({ sequences: [weights], initial }, ([now], [coverage]) => ({
    states: [add(coverage!, now!)],
    outputs: [sum(minimum(now!, coverage!), { axes: [-1] })],
  }));
  return outputs[0]!;
}
