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

/** What each source token is copied as, `[S, B]` int32, as an input of a graph. */
export function copiesInput(): Tensor {
  return input("copies", ["S", "B"], "int32");
}

/** What a copying output layer says of given targets. */
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
   * See `OutputLayer`. Smoothing concerns the vocabulary's softmax alone, and what the target has of it is told with
   * copying. The matrix `[T, B, V + S]` is not made.
   */
  losses(prediction: Mixture, targets: Tensor, smoothing: number): { loss: Tensor; smoothed: Tensor };
  likeliest(prediction: Mixture): Tensor;
}

/**
 * The output layer that also copies, the pointer-generator (See 2017, eqs. 8 and 9): a token is written with probability
 * g, or copied from the source.
 *
 *     P(w) = g · softmax(logits)[w] + (1 − g) Σ attention_s over the positions s where w stands
 *     g    = σ(W [ã; y] + b), of the attentional state ã and the embedded token y before
 *
 * Tokens have ids of the vocabulary that a source extends: below V those of the target; V + s is the token that first
 * stands at the source's position s and that the target's vocabulary does not have (see `ExtendedVocabulary`). All is
 * in logarithms, so that no probability is too small to be told.
 *
 * @returns what binds it to `copies`, `[S, B]`: the id of each source token, `</s>` at the end, PAD behind it
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

/** What is copied, row by row. */
interface Pointed {
  /** Pooled attention (see `Distribution.pool`), `[…, S]`. */
  readonly attention: Tensor;
  /** The columns that it belongs to, `[…, S]` int64. */
  readonly columns: Tensor;
}

/** log P of what is never written. */
const never = -1e9;

/** log P of a target that can only be copied, and that got attention 0 by underflow: no reason for a loss of 10⁹. */
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

/** How attention on the positions of sources becomes probability of tokens. */
interface Distribution {
  /** All attention that the token of a position has, where it first stands, and 0 elsewhere: `[B, Q, S]` of `[B, Q, S]`. */
  pool(weights: Tensor): Tensor;
  /** `[B, S]` int64: where a token first stands its id, elsewhere an id that no token has: no column comes twice. */
  readonly columns: Tensor;
  /**
   * log P of all tokens, `[…, V + S]`; what is no token has −10⁹.
   * @param generated log softmax, `[…, V]`
   * @param gate `[…, 1]`
   */
  mix(generated: Tensor, gate: Tensor, pointed: Pointed): Tensor;
}

/** Everything here is made once for a batch of sources. */
export function distribution(copies: Tensor, vocabulary: number): Distribution {
  const ids = cast(transpose(copies), "int64"); // [B, S]
  const order = range(squeeze(sizesOf(ids, [1]), 0), ids.dimension(1)); // [S]
  const same = equal(expandDims(ids, -1), expandDims(ids, 1)); // [B, S, S]
  const isEarlier = less(expandDims(order, 0), expandDims(order, 1)); // [S, S]
  const again = greater(max(cast(and(same, isEarlier), "float32"), { axes: [-1] }), 0); // [B, S]
  const toFirst = cast(and(same, not(expandDims(again, 1))), "float32"); // [B, S, S]
  // V + s belongs to the token that first stands at s, so where one stands again it is free.
  const columns = where(again, add(order, vocabulary), ids);
  return {
    columns,
    pool: (weights) => matmul(weights, toFirst),
    mix(generated, gate, pointed) {
      const { toGenerate, toCopy } = logGate(gate);
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

/** log x of what is not negative, and −10⁹ of 0, without a gradient there. */
function logOf(x: Tensor): Tensor {
  return where(greater(x, 0), log(maximum(x, 1e-37)), never);
}
