import { scan, squeeze, type Tensor } from "../graph/index.ts";
import { advance, type Binding, readout, recur } from "./decoder-step.ts";
import type { TargetPrediction } from "./output-layer.ts";
import { allSteps, oneEach } from "./rows.ts";

/** The decoder's predictions at all steps of given targets. */
export interface Unrolled {
  readonly prediction: TargetPrediction;
  /** `[T, B, S]`, with attention. */
  readonly weights?: Tensor;
}

/**
 * All steps of given targets (teacher forcing). If neither the attentional state nor the coverage is fed back,
 * attention is outside the recurrence: all queries are computed at once.
 * @param targetInput `[T, B]`: what each step reads
 */
export function unroll(decoder: Binding, targetInput: Tensor): Unrolled {
  const { feeds, covers, configuration, dropout } = decoder;
  const { decoder: options, context } = configuration;
  const [T] = targetInput.shape;
  const [S, B] = decoder.memory.shape;
  const whole = dropout.apply("decoder.embedding", decoder.embed(targetInput), options.dropout); // [T, B, E]
  const embedded = dropout.apply("decoder.token", whole, options.tokenDropout, [T!, B!, 1]);
  const weightMask =
    context.kind === "attention" ? dropout.mask("attention", [T!, B!, S!], context.dropout ?? 0) : undefined;
  const found =
    feeds || covers
      ? attendInside(decoder, embedded, weightMask)
      : attendAfterwards(decoder, embedded, weightMask);
  const dropped = dropout.apply("decoder.output", found.readout, options.dropout); // [T, B, H]
  const { weights } = found;
  const prediction = decoder.output.predict({ readout: dropped, embedded, weights });
  return { prediction, ...(weights && { weights }) };
}

interface Steps {
  /** `[T, B, H]` */
  readonly readout: Tensor;
  /** `[T, B, S]`, with attention. */
  readonly weights?: Tensor | undefined;
}

/** Attention at each step of the recurrence. */
function attendInside(decoder: Binding, embedded: Tensor, weightMask: Tensor | undefined): Steps {
  const { inputs, states } = layerMasks(decoder, embedded);
  const given = [...inputs, weightMask].filter((mask) => mask !== undefined);
  const sequences = [embedded, ...given];
  const { outputs } = scan({ sequences, initial: decoder.initial }, ([x, ...slices], before) => {
    const sliceOf = (mask: Tensor | undefined) => mask && slices[given.indexOf(mask)]!;
    const ofWeights = sliceOf(weightMask);
    const now = advance(decoder, x!, before, oneEach, {
      inputs: inputs.map(sliceOf),
      states,
      attention: ofWeights && oneEach.toQueries(ofWeights),
    });
    return { states: now.states, outputs: [now.readout, squeeze(now.weights!, 1)] };
  });
  return { readout: outputs[0]!, weights: outputs[1]! };
}

/** The recurrence, then attention of all its steps at once. */
function attendAfterwards(decoder: Binding, embedded: Tensor, weightMask: Tensor | undefined): Steps {
  const { inputs, states } = layerMasks(decoder, embedded);
  const given = inputs.filter((mask) => mask !== undefined);
  const sequences = [embedded, ...given];
  const { outputs } = scan({ sequences, initial: decoder.initial }, ([x, ...slices], before) => {
    const sliceOf = (mask: Tensor | undefined) => mask && slices[given.indexOf(mask)]!;
    const { hidden, states: next } = recur(decoder, x!, before, oneEach, {
      inputs: inputs.map(sliceOf),
      states,
    });
    return { states: next, outputs: [hidden] };
  });
  const dropout = weightMask && allSteps.toQueries(weightMask);
  const { readout: state, weights } = readout(decoder, outputs[0]!, allSteps, { dropout });
  return { readout: state, weights: weights && allSteps.fromQueries(weights) };
}

/** The masks of each layer's input, `[T, B, H]`, and of its state, `[B, H]`. */
function layerMasks({ configuration, cells, dropout, memory }: Binding, embedded: Tensor) {
  const { size, dropout: rate, recurrentDropout = 0 } = configuration.decoder;
  const T = embedded.dimension(0);
  const B = memory.dimension(1);
  return {
    inputs: cells.map((_, layer) =>
      layer === 0 ? undefined : dropout.mask(`decoder.${layer}`, [T, B, size], rate),
    ),
    states: cells.map((_, layer) => dropout.mask(`decoder.${layer}.recurrent`, [B, size], recurrentDropout)),
  };
}
