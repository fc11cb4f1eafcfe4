import type { Configuration } from "../configuration/configuration.ts";
import { affine, type Tensor, zeros } from "../graph/index.ts";
import {
  attention,
  bridge,
  cell,
  type Dropout,
  embed,
  type ForcedWeights,
  linear,
  type Parameters,
} from "../nn/index.ts";
import { copying } from "./copying.ts";
import { type Binding, type DecoderStep, step } from "./decoder-step.ts";
import { type Unrolled, unroll } from "./decoder-unroll.ts";
import type { Encoded } from "./encoder.ts";
import { generating } from "./generating.ts";
import { oneEach, type Rows } from "./rows.ts";
import { vocabularyLogits } from "./vocabulary-logits.ts";

/** The decoder, bound to one batch of sources. */
export interface BoundDecoder {
  /** V: the number of logits; with copying, it can write more tokens. */
  readonly vocabulary: number;
  /** The states before the first step, `[B, H]` each. */
  readonly initial: readonly Tensor[];
  /**
   * One step of search: from the embedded previous tokens, `[R, E]`, to log P of the next tokens, `[R, V]`, or
   * `[R, V + S]` if the decoder may copy (see `copying`). With attention, also `weights` `[B, Q, S]`.
   * @param rows default: one row per sentence
   * @param forced attention that replaces the computed one (default: none)
   */
  step(embedded: Tensor, states: readonly Tensor[], rows?: Rows, forced?: ForcedWeights): DecoderStep;
  /** All steps of given targets, `[T, B]`. */
  unroll(targetInput: Tensor): Unrolled;
  /** −log P of targets `[T, B]`, and the same against smoothed targets: see `OutputLayer`. */
  losses(unrolled: Unrolled, targets: Tensor, smoothing: number): { loss: Tensor; smoothed: Tensor };
  /** The likeliest token at every step: `[T, B]` int64. */
  likeliest(unrolled: Unrolled): Tensor;
  /** Token ids `[…]` to vectors `[…, E]`. */
  embed(ids: Tensor): Tensor;
}

/**
 * The decoder RNN writes yᵗ from sᵗ = RNN([yᵗ⁻¹; …], sᵗ⁻¹), where … depends on `context.kind`:
 *
 *     fixed-initial     nothing: the source's vector is in s⁰ alone         Sutskever 2014
 *     fixed-every-step  the vector v, and again before the output           Cho 2014
 *     attention         with input feeding, the attentional state ãᵗ⁻¹      Luong 2015, eq. 5 and section 3.3
 *
 * The output layer computes P(yᵗ | …) from ãᵗ = tanh(W cᵗ + U sᵗ + b), where cᵗ is the attention's context or the
 * vector v. Attention's values are W hˢ + b. Its weights add up to 1, so that their weighted sum is W cᵗ + b, and W is
 * applied once per source position, not at every step.
 *
 * The states are the cells' states, then, if used, the coverage Σ attention `[B, S]` and the attentional state.
 * @param table the target embeddings, `[V, E]`
 * @returns a function that binds it to sources; `copies` `[S, B]` is for a decoder that may copy (see `copying`)
 */
export function decoder(
  parameters: Parameters,
  configuration: Configuration,
  table: Tensor,
): (encoded: Encoded, mask: Tensor, dropout: Dropout, copies?: Tensor) => BoundDecoder {
  const { encoder, decoder: options, context, initialization } = configuration;
  const { size, layers } = options;
  const vocabulary = Number(table.dimension(0));
  const { score } = context;
  const feeds = options.inputFeeding === true;
  const covers = context.coverage === true;
  const everyStep = context.kind === "fixed-every-step";

  const extraInputs = [...(feeds ? [size] : []), ...(everyStep ? [encoder.size] : [])];
  const cells = Array.from({ length: layers }, (_, layer) => {
    const inputs = layer === 0 ? [options.embedding, ...extraInputs] : [size];
    return cell(options.cell, parameters, `decoder.${layer}`, inputs, size, initialization);
  });
  const states = layers * cells[0]!.states;
  const begin = bridge(options.bridge, parameters, { encoder: encoder.size, decoder: size, states });
  const attentionSizes = { query: size, key: encoder.size, value: size };
  const prepare = score && attention(parameters, "attention", { ...context, score }, attentionSizes);
  const seesContext = prepare !== undefined || everyStep;
  const combine = seesContext ? linear(parameters, "decoder.combine", [encoder.size, size], size) : undefined;
  const tied = options.tiedEmbeddings === "none" ? undefined : table;
  const logits = vocabularyLogits(parameters, { size, vocabulary, tied });
  const copier = options.copying
    ? copying(parameters, logits, { size, embedding: options.embedding, vocabulary })
    : undefined;

  return (encoded, mask, dropout, copies) => {
    const { memory, vector } = encoded;
    const [S, B] = memory.shape;
    const output = copier?.(copies!) ?? generating(logits);
    const mapContext = (context: Tensor) => affine(context, combine!.weights[0]!, combine!.bias);
    const bound: Binding = {
      configuration,
      cells,
      feeds,
      covers,
      everyStep,
      combine,
      vector,
      memory,
      attend: prepare?.(memory, mapContext(memory), mask),
      fixed: everyStep ? mapContext(vector) : undefined,
      output,
      dropout,
      initial: [
        ...begin(encoded, mask),
        ...(covers ? [zeros([B!, S!], memory)] : []),
        ...(feeds ? [zeros([B!, size], memory)] : []),
      ],
      embed: (ids) => embed(table, output.known(ids)),
    };
    return {
      vocabulary,
      initial: bound.initial,
      embed: bound.embed,
      step: (embedded, states, rows = oneEach, forced) => step(bound, embedded, states, rows, forced),
      unroll: (targetInput) => unroll(bound, targetInput),
      losses: ({ prediction }, targets, smoothing) => output.losses(prediction, targets, smoothing),
      likeliest: ({ prediction }) => output.likeliest(prediction),
    };
  };
}
