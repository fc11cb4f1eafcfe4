import {
  add,
  affine,
  constant,
  expandDims,
  mul,
  scan,
  squeeze,
  type Tensor,
  tanh,
  transpose,
  zeros,
} from "../graph/index.ts";
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
  /** V: the number of logits. */
  readonly vocabulary: number;
  /** The states before the first step, `[B, H]` each. */
  readonly initial: readonly Tensor[];
  /**
   * One step of search: the embedded tokens before, `[R, E]`, to the next tokens' logits, `[R, V]`. With attention,
   * `weights` `[B, Q, S]`. Default: one row a sentence.
   */
  step(
    embedded: Tensor,
    states: readonly Tensor[],
    rows?: Rows,
  ): { logits: Tensor; states: readonly Tensor[]; weights?: Tensor };
  /** All steps of given targets, `[T, B]`: logits `[T, B, V]` and, with attention, weights `[T, B, S]`. */
  unroll(targetInput: Tensor): { logits: Tensor; weights?: Tensor };
  /** Token ids `[…]` to vectors `[…, E]`. */
  embed(ids: Tensor): Tensor;
}

/** How the rows of a decoder's step lie: which sentence each belongs to. */
export interface Rows {
  /** Rows as the queries of their sentences: `[R, H]` → `[B, Q, H]`. */
  toQueries(x: Tensor): Tensor;
  /** What the queries found, in rows: `[B, Q, V]` → `[R, V]`. */
  fromQueries(x: Tensor): Tensor;
  /** What belongs to a sentence, for each of its rows: `[B, V]` → `[R, V]`. */
  ofSentence(x: Tensor): Tensor;
}

const oneEach: Rows = {
  toQueries: (x) => expandDims(x, 1),
  fromQueries: (x) => squeeze(x, 1),
  ofSentence: (x) => x,
};

/** Every step of every sentence: `[T, B, H]`. */
const allSteps: Rows = {
  toQueries: (x) => transpose(x, [1, 0, 2]),
  fromQueries: (x) => transpose(x, [1, 0, 2]),
  ofSentence: (x) => x,
};

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
  { encoder: { size: encoderSize }, decoder: options, context, initialization }: Configuration,
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
      initialization,
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

    /** The stacked cells: `[R, E]` and states to the top layer's output `[R, H]` and states. */
    const recur = (
      embedded: Tensor,
      states: readonly Tensor[],
      rows: Rows,
      masks: readonly (Tensor | undefined)[],
    ) => {
      const fed = [...(feeds ? [states.at(-1)!] : []), ...(everyStep ? [rows.ofSentence(vector)] : [])];
      let hidden = embedded;
      const next = cells.flatMap((one, layer) => {
        const mask = masks[layer];
        const input = mask === undefined ? hidden : mul(hidden, mask);
        const after = one.step(
          layer === 0 ? [input, ...fed] : [input],
          states.slice(layer * perCell, (layer + 1) * perCell),
        );
        hidden = layer === 0 ? after.output : add(hidden, after.output);
        return after.states;
      });
      return { hidden, states: next };
    };

    /** From the top layer's output to what the output layer reads. */
    const read = (hidden: Tensor, rows: Rows): { readout: Tensor; weights?: Tensor } => {
      if (combine === undefined) return { readout: hidden };
      const found = attend?.(rows.toQueries(hidden));
      const seen = found === undefined ? rows.ofSentence(fixed!) : rows.fromQueries(found.context);
      const readout = tanh(affine(hidden, combine.weights[1]!, seen));
      return { readout, ...(found && { weights: found.weights }) };
    };

    const advance = (
      embedded: Tensor,
      states: readonly Tensor[],
      rows: Rows = oneEach,
      masks: readonly (Tensor | undefined)[] = [],
    ) => {
      const { hidden, states: next } = recur(embedded, states, rows, masks);
      const { readout, weights } = read(hidden, rows);
      return { readout, states: feeds ? [...next, readout] : next, ...(weights && { weights }) };
    };

    return {
      vocabulary,
      initial,
      embed: (ids) => embed(table, ids),
      step(embedded, states, rows) {
        const { readout, ...rest } = advance(embedded, states, rows);
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
            const { readout, states: next, weights } = advance(x!, states, oneEach, layerMasks);
            return { states: next, outputs: [readout, squeeze(weights!, 1)] };
          }
          const { hidden, states: next } = recur(x!, states, oneEach, layerMasks);
          return { states: next, outputs: [hidden] };
        });
        const [hidden, weights] = outputs as [Tensor, Tensor | undefined];
        // Without input feeding nothing in the recurrence waits for the attention: all queries go at once.
        const all = feeds ? { readout: hidden, weights } : read(hidden, allSteps);
        const readout = dropout.apply("decoder.output", all.readout, options.dropout); // [T, B, H]
        const byTime = feeds ? weights : all.weights && transpose(all.weights, [1, 0, 2]);
        return { logits: applyLinear(output, readout), ...(byTime && { weights: byTime }) };
      },
    };
  };
}

/** −10⁹ for the symbols that are no output, `<pad>` and `<s>`; 0 for all others: `[V]`. */
function neverWritten(vocabulary: number): Tensor {
  return constant(Array.from({ length: vocabulary }, (_, id) => (id === PAD || id === BOS ? -1e9 : 0)));
}
