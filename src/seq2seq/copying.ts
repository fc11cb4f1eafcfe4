import {
  add,
  and,
  argMax,
  cast,
  concat,
  constant,
  equal,
  expandDims,
  expandLike,
  greater,
  input,
  less,
  log,
  logAddExp,
  logSoftmax,
  matmul,
  max,
  maximum,
  mul,
  neg,
  not,
  pickColumns,
  putColumns,
  range,
  sizesOf,
  slice,
  smoothedCrossEntropy,
  squeeze,
  sub,
  sum,
  type Tensor,
  transpose,
  where,
} from "../graph/index.ts";
import { applyLinear, linear, type Parameters } from "../nn/index.ts";
import { UNK } from "../text/index.ts";
import type { OutputLayer, Readout, TargetPrediction } from "./output-layer.ts";
import { allSteps } from "./rows.ts";
import type { VocabularyLogits } from "./vocabulary-logits.ts";

/** The graph input with the id that each source token is copied as, `[S, B]` int32. */
export function copiesInput(): Tensor {
  return input("copies", ["S", "B"], "int32");
}

/** A copying output layer's prediction for given targets. */
export interface Mixture extends TargetPrediction {
  /** Its attention, `[T, B, S]`. */
  readonly weights: Tensor;
  /** z of g = σ(z), `[T, B, 1]`. */
  readonly gate: Tensor;
}

/** An output layer whose predictions are mixtures. */
interface CopyingLayer extends OutputLayer {
  predict(steps: Readout): Mixture;
  /**
   * See `OutputLayer`. Smoothing applies only to the vocabulary's softmax, but the target's own share of it is computed
   * with copying. The matrix `[T, B, V + S]` is not built.
   */
  losses(prediction: Mixture, targets: Tensor, smoothing: number): { loss: Tensor; smoothed: Tensor };
  likeliest(prediction: Mixture): Tensor;
}

/**
 * The output layer that also copies, the pointer-generator (See 2017, eqs. 8 and 9): a token is generated with
 * probability g, otherwise copied from the source.
 *
 *     P(w) = g · softmax(logits)[w] + (1 − g) Σ attention_s over the positions s where w occurs
 *     g    = σ(W [ã; y] + b), with the attentional state ã and the embedded previous token y
 *
 * Ids belong to the target vocabulary, extended by each source: ids below V are the target's; V + s is the token that
 * first occurs at source position s and is not in the target vocabulary (see `ExtendedVocabulary`). All is computed in
 * logarithms, so that no probability is too small to represent.
 *
 * @returns a function that binds it to `copies`, `[S, B]`: the id of each source token, `</s>` at the end, then PAD
 */
export function copying(
  parameters: Parameters,
  { logits, writable }: VocabularyLogits,
  { size, embedding, vocabulary }: { size: number; embedding: number; vocabulary: number },
): (copies: Tensor) => CopyingLayer {
  const gateMap = linear(parameters, "decoder.copying", [size, embedding], 1);
  const gateOf = ({ readout, embedded }: Readout) => applyLinear(gateMap, readout, embedded);
  return (copies) => {
    const { columns, pool, mix } = distribution(copies, vocabulary);
    return {
      known: (ids) => knownIds(ids, vocabulary),
      logP: (step, rows) =>
        mix(logSoftmax(writable(step.readout)), gateOf(step), {
          attention: rows.fromQueries(pool(step.weights!)),
          columns: rows.ofSentence(columns),
        }),
      predict: (steps) => ({ logits: logits(steps.readout), weights: steps.weights!, gate: gateOf(steps) }),
      losses: (mixture, targets, smoothing) => losses(mixture, transpose(copies), targets, smoothing),
      likeliest({ logits, weights, gate }) {
        const attention = allSteps.fromQueries(pool(allSteps.toQueries(weights))); // [T, B, S]
        return argMax(mix(logSoftmax(logits), gate, { attention, columns: expandLike(columns, attention) }));
      },
    };
  };
}

/** The attention to copy from, row by row. */
interface Pointed {
  /** Pooled attention (see `Distribution.pool`), `[…, S]`. */
  readonly attention: Tensor;
  /** The columns that it belongs to, `[…, S]` int64. */
  readonly columns: Tensor;
}

/** log P of a token that is never written. */
const never = -1e9;

/** log P of a target that can only be copied and whose attention underflowed to 0: no reason for a loss of 10⁹. */
const underflow = -100;

function losses(
  { logits, weights, gate }: Mixture,
  copies: Tensor,
  targets: Tensor,
  smoothing: number,
): { loss: Tensor; smoothed: Tensor } {
  const vocabulary = Number(logits.dimension(-1));
  const { loss: ofSoftmax, smoothed } = smoothedCrossEntropy(
    logits,
    knownIds(targets, vocabulary),
    smoothing,
  );
  const { toGenerate, toCopy } = logGate(squeeze(gate, -1)); // [T, B]
  const isTarget = equal(copies, expandDims(targets, -1)); // [T, B, S]
  const pointed = logOf(sum(where(isTarget, weights, 0), { axes: [-1] }));
  const generated = where(less(targets, vocabulary), sub(toGenerate, ofSoftmax), underflow);
  const loss = neg(logAddExp(generated, add(toCopy, pointed)));
  if (smoothing === 0) return { loss, smoothed: loss };
  return { loss, smoothed: add(smoothed, mul(sub(loss, ofSoftmax), 1 - smoothing)) };
}

/** How attention on source positions becomes token probabilities. */
interface Distribution {
  /** Sums each token's attention at its first position, with 0 at the others: `[B, Q, S]` from `[B, Q, S]`. */
  pool(weights: Tensor): Tensor;
  /** `[B, S]` int64: a token's id at its first position, elsewhere an unused id, so that no column occurs twice. */
  readonly columns: Tensor;
  /**
   * log P of all tokens, `[…, V + S]`; columns without a token have −10⁹.
   * @param generated log softmax, `[…, V]`
   * @param gate `[…, 1]`
   */
  mix(generated: Tensor, gate: Tensor, pointed: Pointed): Tensor;
}

/** Made once per batch of sources. */
export function distribution(copies: Tensor, vocabulary: number): Distribution {
  const ids = cast(transpose(copies), "int64"); // [B, S]
  const order = range(squeeze(sizesOf(ids, [1]), 0), ids.dimension(1)); // [S]
  const same = equal(expandDims(ids, -1), expandDims(ids, 1)); // [B, S, S]
  const isEarlier = less(expandDims(order, 0), expandDims(order, 1)); // [S, S]
  const again = greater(max(cast(and(same, isEarlier), "float32"), { axes: [-1] }), 0); // [B, S]
  const toFirst = cast(and(same, not(expandDims(again, 1))), "float32"); // [B, S, S]
  // V + s belongs to a token that first occurs at s, so it is free where a token occurs again.
  const columns = where(again, add(order, vocabulary), ids);
  return {
    columns,
    pool: (weights) => matmul(weights, toFirst),
    mix(generated, gate, pointed) {
      const { toGenerate, toCopy } = logGateByRow(gate);
      const others = expandLike(constant(never), pointed.attention);
      const all = concat([add(generated, toGenerate), others]); // […, V + S]
      const copied = add(logOf(pointed.attention), toCopy);
      const both = logAddExp(pickColumns(all, pointed.columns), copied);
      return putColumns(all, pointed.columns, both);
    },
  };
}

function knownIds(ids: Tensor, vocabulary: number): Tensor {
  return where(less(ids, vocabulary), ids, UNK);
}

/** log g = −log(1 + e⁻ᶻ) and log(1 − g) = −log(1 + eᶻ). */
function logGate(z: Tensor): { readonly toGenerate: Tensor; readonly toCopy: Tensor } {
  return { toGenerate: neg(logAddExp(neg(z), 0)), toCopy: neg(logAddExp(z, 0)) };
}

/** The most numbers that a processor computes as one vector. */
const lanes = 16;

/**
 * `logGate` of rows `[…, 1]`, with the same bits for a row whatever the number of rows: the runtime computes what is left
 * over by vectors in another way, so each row is made whole vectors.
 */
function logGateByRow(z: Tensor): ReturnType<typeof logGate> {
  const { toGenerate, toCopy } = logGate(mul(z, constant(Array<number>(lanes).fill(1))));
  return { toGenerate: slice(toGenerate, -1, 0, 1), toCopy: slice(toCopy, -1, 0, 1) };
}

/** log x for x > 0; −10⁹ at 0, without a gradient there. */
function logOf(x: Tensor): Tensor {
  return where(greater(x, 0), log(maximum(x, 1e-37)), never);
}
