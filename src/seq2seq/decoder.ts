import {
  add,
  affine,
  argMax,
  expandDims,
  logSoftmax,
  scan,
  smoothedCrossEntropy,
  squeeze,
  type Tensor,
  tanh,
  transpose,
  zeros,
} from "../graph/index.ts";
import { attention, cell, type Dropout, drop, embed, linear, type Parameters } from "../nn/index.ts";
import { bridge } from "./bridge.ts";
import type { Configuration } from "./configuration.ts";
import { copying, type Mixture } from "./copying.ts";
import type { Encoded } from "./encoder.ts";
import { outputLayer } from "./output-layer.ts";

/** The decoder, bound to one batch of sources. */
export interface BoundDecoder {
  /** V: the number of logits, and the least number of tokens that it can write. */
  readonly vocabulary: number;
  /** The states before the first step, `[B, H]` each. */
  readonly initial: readonly Tensor[];
  /**
   * One step of search: the embedded tokens before, `[R, E]`, to log P of the next tokens, `[R, V]`, or `[R, V + S]`
   * where the decoder may copy (see `Copying`). With attention, `weights` `[B, Q, S]`. Default: one row a sentence.
   */
  step(
    embedded: Tensor,
    states: readonly Tensor[],
    rows?: Rows,
  ): { logP: Tensor; states: readonly Tensor[]; weights?: Tensor };
  /** All steps of given targets, `[T, B]`. */
  unroll(targetInput: Tensor): Unrolled;
  /**
   * −log P of targets `[T, B]`, and the same against smoothed targets: `[T, B]` each.
   * @param smoothing ε; 0: both are one tensor
   */
  losses(unrolled: Unrolled, targets: Tensor, smoothing: number): { loss: Tensor; smoothed: Tensor };
  /** The likeliest token at every step: `[T, B]` int64. */
  likeliest(unrolled: Unrolled): Tensor;
  /** Token ids `[…]` to vectors `[…, E]`. */
  embed(ids: Tensor): Tensor;
}

/** What the decoder says at all steps of given targets. */
interface Unrolled {
  /** Of its vocabulary's tokens, `[T, B, V]`. */
  readonly logits: Tensor;
  /** `[T, B, S]`, with attention. */
  readonly weights?: Tensor;
  /** `[T, B, 1]`: that of `Copying`, where the decoder may copy. */
  readonly gate?: Tensor;
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

/** Dropout masks of one step, or where all steps go at once of all; absent where nothing is dropped. */
interface Dropped {
  /** Of each layer's input, `[B, H]`; that of the first is dropped with the embeddings. */
  readonly inputs: readonly (Tensor | undefined)[];
  /** Of each layer's state, `[B, H]`, the same at every step. */
  readonly states: readonly (Tensor | undefined)[];
  /** Of the attention weights, `[B, Q, S]`. */
  readonly attention?: Tensor | undefined;
}

const nothingDropped: Dropped = { inputs: [], states: [] };

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
 *
 * The states are those of the cells, then, where there is such a thing, the coverage Σ attention `[B, S]` and the
 * attentional state.
 * @param table the target embeddings, `[V, E]`
 * @returns what binds it to sources; `copies` `[S, B]` is for a decoder that may copy (see `Copying`)
 */
export function decoder(
  parameters: Parameters,
  configuration: Configuration,
  table: Tensor,
): (encoded: Encoded, mask: Tensor, dropout: Dropout, copies?: Tensor) => BoundDecoder {
  const { encoder, decoder: options, context, initialization } = configuration;
  const { size, layers } = options;
  const vocabulary = Number(table.dimension(0));
  const attends = context.kind === "attention";
  const feeds = attends && options.inputFeeding;
  const covers = attends && context.coverage;
  const everyStep = context.kind === "fixed-every-step";

  const extraInputs = [...(feeds ? [size] : []), ...(everyStep ? [encoder.size] : [])];
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
  const begin = bridge(parameters, configuration, perCell);
  const attentionSizes = { query: size, key: encoder.size, value: size };
  const prepare = attends ? attention(parameters, "attention", context, attentionSizes) : undefined;
  const seesContext = attends || everyStep;
  const combine = seesContext ? linear(parameters, "decoder.combine", [encoder.size, size], size) : undefined;
  const tied = options.tiedEmbeddings === "none" ? undefined : table;
  const output = outputLayer(parameters, { size, vocabulary, tied });
  const copier = options.copying
    ? copying(parameters, { size, embedding: options.embedding, vocabulary })
    : undefined;

  return (encoded, mask, dropout, copies) => {
    const copied = copies && copier?.(copies);
    const { memory, vector } = encoded;
    const [S, B] = memory.shape;
    const mapContext = (context: Tensor) => affine(context, combine!.weights[0]!, combine!.bias);
    const attend = prepare?.(memory, mapContext(memory), mask);
    const fixed = everyStep ? mapContext(vector) : undefined;
    const initial = [
      ...begin(encoded, mask),
      ...(covers ? [zeros([B!, S!], memory)] : []),
      ...(feeds ? [zeros([B!, size], memory)] : []),
    ];

    /** The stacked cells: `[R, E]` and states to the top layer's output `[R, H]` and states. */
    const recur = (embedded: Tensor, states: readonly Tensor[], rows: Rows, dropped: Dropped) => {
      const fed = [...(feeds ? [states.at(-1)!] : []), ...(everyStep ? [rows.ofSentence(vector)] : [])];
      let hidden = embedded;
      const next = cells.flatMap((one, layer) => {
        const input = drop(hidden, dropped.inputs[layer]);
        const after = one.step(
          layer === 0 ? [input, ...fed] : [input],
          states.slice(layer * perCell, (layer + 1) * perCell),
          dropped.states[layer],
        );
        hidden = layer === 0 ? after.output : add(hidden, after.output);
        return after.states;
      });
      return { hidden, states: next };
    };

    /** From the top layer's output to what the output layer reads. */
    const read = (hidden: Tensor, rows: Rows, seen: { coverage?: Tensor; dropout?: Tensor | undefined }) => {
      if (combine === undefined) return { readout: hidden };
      const found = attend?.(rows.toQueries(hidden), seen);
      const context = found === undefined ? rows.ofSentence(fixed!) : rows.fromQueries(found.context);
      const readout = tanh(affine(hidden, combine.weights[1]!, context));
      return { readout, ...(found && { weights: found.weights }) };
    };

    const advance = (
      embedded: Tensor,
      states: readonly Tensor[],
      rows: Rows = oneEach,
      dropped = nothingDropped,
    ) => {
      const { hidden, states: next } = recur(embedded, states, rows, dropped);
      const coverage = covers ? states[next.length] : undefined;
      const { readout, weights } = read(hidden, rows, {
        ...(coverage && { coverage: rows.toQueries(coverage) }),
        dropout: dropped.attention,
      });
      const after = [
        ...next,
        ...(coverage ? [add(coverage, rows.fromQueries(weights!))] : []),
        ...(feeds ? [readout] : []),
      ];
      return { readout, states: after, ...(weights && { weights }) };
    };

    const lookUp = (ids: Tensor) => embed(table, copied ? copied.known(ids) : ids);

    return {
      vocabulary,
      initial,
      embed: lookUp,
      step(embedded, states, rows = oneEach) {
        const { readout, ...rest } = advance(embedded, states, rows);
        const generated = logSoftmax(output.writable(readout)); // [R, V]
        if (copied === undefined) return { logP: generated, ...rest };
        const logP = copied.logP(generated, copied.gate(readout, embedded), {
          attention: rows.fromQueries(copied.pool(rest.weights!)),
          columns: rows.ofSentence(copied.columns),
        });
        return { logP, ...rest };
      },
      unroll(targetInput) {
        const [T] = targetInput.shape;
        const whole = dropout.apply("decoder.embedding", lookUp(targetInput), options.dropout); // [T, B, E]
        const embedded = dropout.apply("decoder.token", whole, options.tokenDropout, [T!, B!, 1]);
        const inputs = cells.map((_, layer) =>
          layer === 0 ? undefined : dropout.mask(`decoder.${layer}`, [T!, B!, size], options.dropout),
        );
        const states = cells.map((_, layer) =>
          dropout.mask(`decoder.${layer}.recurrent`, [B!, size], options.recurrentDropout),
        );
        const weightMask = attends ? dropout.mask("attention", [T!, B!, S!], context.dropout) : undefined;
        const stepwise = feeds || covers; // the attention stands inside the recurrence
        const stepMask = stepwise ? weightMask : undefined;
        const given = [...inputs, stepMask].filter((mask) => mask !== undefined);
        const { outputs } = scan({ sequences: [embedded, ...given], initial }, ([x, ...slices], before) => {
          const sliceOf = (mask: Tensor | undefined) => mask && slices[given.indexOf(mask)]!;
          const ofWeights = sliceOf(stepMask);
          const dropped = {
            inputs: inputs.map(sliceOf),
            states,
            attention: ofWeights && oneEach.toQueries(ofWeights),
          };
          if (stepwise) {
            const { readout, states: next, weights } = advance(x!, before, oneEach, dropped);
            return { states: next, outputs: [readout, squeeze(weights!, 1)] };
          }
          const { hidden, states: next } = recur(x!, before, oneEach, dropped);
          return { states: next, outputs: [hidden] };
        });
        const [hidden, weights] = outputs as [Tensor, Tensor | undefined];
        // Where the attention is outside the recurrence, all queries go at once.
        const all = stepwise
          ? { readout: hidden, weights }
          : read(hidden, allSteps, { dropout: weightMask && allSteps.toQueries(weightMask) });
        const readout = dropout.apply("decoder.output", all.readout, options.dropout); // [T, B, H]
        const byTime = stepwise ? weights : all.weights && transpose(all.weights, [1, 0, 2]);
        return {
          logits: output.logits(readout),
          ...(byTime && { weights: byTime }),
          ...(copied && { gate: copied.gate(readout, embedded) }),
        };
      },
      losses: (unrolled, targets, smoothing) =>
        copied?.losses(unrolled as Mixture, targets, smoothing) ??
        smoothedCrossEntropy(unrolled.logits, targets, smoothing),
      likeliest: (unrolled) => (copied ? copied.likeliest(unrolled as Mixture) : argMax(unrolled.logits)),
    };
  };
}
