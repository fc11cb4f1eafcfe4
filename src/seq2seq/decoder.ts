import { add, affine, constant, mul, scan, type Tensor, tanh, zeros } from "../graph/index.ts";
import {
  type Attend,
  applyLinear,
  attention,
  cell,
  type Dropout,
  embed,
  embedding,
  linear,
  type Parameters,
} from "../nn/index.ts";
import { BOS, PAD } from "../text/index.ts";
import { bridge } from "./bridge.ts";
import type { Configuration } from "./configuration.ts";
import type { Encoded } from "./encoder.ts";

/** The decoder, bound to one batch of sources. */
export interface BoundDecoder {
  /** The states before the first step, `[B, H]` each. */
  readonly initial: readonly Tensor[];
  /** One step of search: the embedded token before, `[B, E]`, to the next token's logits, `[B, V]`. */
  step(
    embedded: Tensor,
    states: readonly Tensor[],
  ): { logits: Tensor; states: readonly Tensor[]; weights?: Tensor };
  /** All steps of given targets, `[T, B]`, to logits `[T, B, V]`. */
  unroll(targetInput: Tensor): Tensor;
  /** Token ids `[…]` to vectors `[…, E]`. */
  embed(ids: Tensor): Tensor;
}

/**
 * The decoder RNN writes yᵗ from sᵗ = RNN([yᵗ⁻¹; …], sᵗ⁻¹), where … is what `context.kind` says:
 *
 *     fixed-initial     nothing: the source's vector is in s⁰ alone         Sutskever 2014
 *     fixed-every-step  the vector v, and again before the output           Cho 2014
 *     attention         with input feeding, the attentional state ãᵗ⁻¹      Luong 2015, eq. 5 and section 3.3
 *
 * Before the output stands ãᵗ = tanh(W cᵗ + U sᵗ + b), with cᵗ the attention's context or the vector v, and P(yᵗ | …) =
 * softmax(Wₒ ãᵗ). Attention's values are W hˢ + b: its weights add up to 1, so that is W cᵗ + b, and W is applied
 * once to each source position and not at every step.
 */
export function decoder(
  parameters: Parameters,
  { encoder: { size: encoderSize }, decoder: options, context }: Configuration,
  vocabulary: number,
): (encoded: Encoded, mask: Tensor, dropout: Dropout) => BoundDecoder {
  const { size, layers } = options;
  const attends = context.kind === "attention";
  const feeds = attends && options.inputFeeding;
  const everyStep = context.kind === "fixed-every-step";

  const table = embedding(parameters, "decoder", vocabulary, options.embedding);
  const extraInputs = [...(feeds ? [size] : []), ...(everyStep ? [encoderSize] : [])];
  const cells = Array.from({ length: layers }, (_, layer) =>
    cell(
      options.cell,
      parameters,
      `decoder.${layer}`,
      layer === 0 ? [options.embedding, ...extraInputs] : [size],
      size,
    ),
  );
  const perCell = cells[0]!.states;
  const begin = bridge(parameters, layers * perCell, encoderSize, size);
  const prepare = attends ? attention(parameters, "attention", context.score, size, encoderSize) : undefined;
  const seesContext = attends || everyStep;
  const combine = seesContext ? linear(parameters, "decoder.combine", [encoderSize, size], size) : undefined;
  const output = linear(parameters, "decoder.output", [size], vocabulary);
  const searchOutput = { ...output, bias: add(output.bias, neverWritten(vocabulary)) };

  return ({ memory, vector }, mask, dropout) => {
    const mapContext = (context: Tensor) => affine(context, combine!.weights[0]!, combine!.bias);
    const attend: Attend | undefined = prepare?.(memory, mapContext(memory), mask);
    const fixed = everyStep ? mapContext(vector) : undefined;
    const first = begin(vector);
    const initial = feeds ? [...first, zeros([memory.dimension(1), size], memory)] : first;

    /** The stacked cells: `[B, E]` and states to the top layer's output `[B, H]` and states. */
    const recur = (embedded: Tensor, states: readonly Tensor[], masks: readonly (Tensor | undefined)[]) => {
      const fed = [...(feeds ? [states.at(-1)!] : []), ...(everyStep ? [vector] : [])];
      let hidden = embedded;
      const next = cells.flatMap((one, layer) => {
        const mask = masks[layer];
        const input = mask === undefined ? hidden : mul(hidden, mask);
        const after = one.step(
          layer === 0 ? [input, ...fed] : [input],
          states.slice(layer * perCell, (layer + 1) * perCell),
        );
        hidden = layer === 0 ? after[0]! : add(hidden, after[0]!);
        return after;
      });
      return { hidden, states: next };
    };

    /** From the top layer's output, `[B, H]` or `[T, B, H]`, to what the output layer reads. */
    const read = (hidden: Tensor): { readout: Tensor; weights?: Tensor } => {
      if (combine === undefined) return { readout: hidden };
      if (attend === undefined) return { readout: tanh(affine(hidden, combine.weights[1]!, fixed!)) };
      const { context, weights } = attend(hidden);
      return { readout: tanh(affine(hidden, combine.weights[1]!, context)), weights };
    };

    const advance = (
      embedded: Tensor,
      states: readonly Tensor[],
      masks: readonly (Tensor | undefined)[] = [],
    ) => {
      const { hidden, states: next } = recur(embedded, states, masks);
      const { readout, weights } = read(hidden);
      return { readout, states: feeds ? [...next, readout] : next, ...(weights && { weights }) };
    };

    return {
      initial,
      embed: (ids) => embed(table, ids),
      step(embedded, states) {
        const { readout, ...rest } = advance(embedded, states);
        return { logits: applyLinear(searchOutput, readout), ...rest };
      },
      unroll(targetInput) {
        const embedded = dropout.apply("decoder.embedding", embed(table, targetInput), options.dropout); // [T, B, E]
        const [T, B] = [embedded.dimension(0), embedded.dimension(1)];
        const masks = cells.map((_, layer) =>
          layer === 0 ? undefined : dropout.mask(`decoder.${layer}`, [T, B, size], options.dropout),
        );
        const given = masks.filter((mask) => mask !== undefined);
        const { outputs } = scan({ sequences: [embedded, ...given], initial }, ([x, ...slices], states) => {
          const layerMasks = masks.map((mask) => mask && slices[given.indexOf(mask)]);
          if (feeds) {
            const { readout, states: next } = advance(x!, states, layerMasks);
            return { states: next, outputs: [readout] };
          }
          const { hidden, states: next } = recur(x!, states, layerMasks);
          return { states: next, outputs: [hidden] };
        });
        // Without input feeding nothing in the recurrence waits for the attention: all queries go at once.
        const readout = feeds ? outputs[0]! : read(outputs[0]!).readout; // [T, B, H]
        return applyLinear(output, dropout.apply("decoder.output", readout, options.dropout)); // [T, B, V]
      },
    };
  };
}

/** −10⁹ for the symbols that are no output, `<pad>` and `<s>`; 0 for all others: `[V]`. */
function neverWritten(vocabulary: number): Tensor {
  return constant(Array.from({ length: vocabulary }, (_, id) => (id === PAD || id === BOS ? -1e9 : 0)));
}
