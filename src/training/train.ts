import { buildBatch, encodePairs, type Pair, planBatches } from "../data/index.ts";
import { DataError, NonFiniteError } from "../errors.ts";
import { countScalars, Weights } from "../nn/index.ts";
import { breathe } from "../runtime/breathe.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Configuration } from "../seq2seq/configuration.ts";
import type { Model } from "../seq2seq/model.ts";
import { chooseTokenizerKind, type Tokenizer, trainTokenizer } from "../text/index.ts";
import { Adam } from "./adam.ts";
import { createEvaluator, type Scores } from "./evaluator.ts";
import type { EndEvent, TrainingEvent } from "./events.ts";
import { LearningRate } from "./learning-rate.ts";
import { Reporter, type StepResult } from "./reporter.ts";
import { TrainingStep } from "./training-step.ts";

export interface TrainOptions {
  readonly pairs: readonly Pair[];
  /** Pairs that are not trained on; they choose the best epoch. */
  readonly dev: readonly Pair[];
  readonly configuration: Configuration;
  readonly runtime: Runtime;
  /** Told of everything that happens, see `TrainingEvent`. */
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Given the model whenever it is the best so far, to keep it. */
  readonly onBest?: (model: Model) => Promise<void> | void;
  /** Ends training after the running update, with the best model so far. */
  readonly signal?: AbortSignal;
}

export interface TrainResult {
  /** The best model on dev, or where no epoch was finished, the model as it was. */
  readonly model: Model;
  readonly reason: EndEvent["reason"];
  /** Training pairs left out because a side is longer than `maximumLength`. */
  readonly skipped: { readonly tooLong: number };
}

/**
 * Trains a model from pairs by maximum likelihood: E(w) = −(1/N) Σ log P(yₙ | xₙ; w), by Adam on batches of like
 * length, with the gradient's norm clipped and the learning rate halved when dev stalls.
 * @throws {NonFiniteError} where the loss or the gradient is not finite
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { pairs, dev, configuration, runtime, signal } = options;
  const { seed, epochs, batchTokens, clipNorm } = configuration.training;
  const source = sideTokenizer(
    configuration.source,
    pairs.map((pair) => pair.source),
  );
  const target = sideTokenizer(
    configuration.target,
    pairs.map((pair) => pair.target),
  );
  const { examples, skipped } = encodePairs(pairs, source, target, {
    sourceLimit: configuration.source.maximumLength,
    targetLimit: configuration.target.maximumLength,
    copying: configuration.decoder.copying,
  });
  if (examples.length === 0) {
    throw new DataError(
      `there is nothing to train on: of ${pairs.length} pairs ${skipped.tooLong} are longer than source.maximumLength ` +
        `${configuration.source.maximumLength} or target.maximumLength ${configuration.target.maximumLength}`,
    );
  }
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const step = await TrainingStep.compile(configuration, sizes, runtime);
  const adam = new Adam(countScalars(step.specs));
  const gradient = new Weights(step.specs, adam.gradient);
  const weights = new Weights(step.specs, adam.values);
  weights.initialize(step.specs, seed);
  const model = { configuration, source, target, weights };
  const best = new Weights(step.specs);
  const learningRate = new LearningRate(configuration.training);
  const planEpoch = (epoch: number) => planBatches(examples, { batchTokens, seed, epoch });
  const evaluator = await createEvaluator(model, runtime, { live: true });
  const reporter = new Reporter(options.onEvent, {
    pairs: examples.length,
    devPairs: dev.length,
    parameters: best.values.length,
    epochs,
    updatesPerEpoch: planEpoch(1).length,
    seed,
    vocabulary: sizes,
    runtime: runtime.name,
    threads: runtime.threads,
  });

  let update = 0;
  let bestEpoch = 0;
  let rate = 0;
  let reason: EndEvent["reason"] = "epochs";
  for (let epoch = 1; epoch <= epochs && reason === "epochs"; epoch++) {
    const planned = planEpoch(epoch);
    reporter.startEpoch(epoch, planned.length);
    for (const [index, rows] of planned.entries()) {
      const batch = buildBatch(examples, rows);
      const progress = (epoch - 1 + index / planned.length) / epochs;
      const loss = await step.run(batch, weights, gradient, ++update, progress);
      const result = { loss, gradientNorm: adam.gradientNorm() };
      checkFinite(result, update, batch.examples, weights, gradient);
      rate = learningRate.at(progress);
      adam.update(rate, Math.min(1, clipNorm / result.gradientNorm));
      reporter.step(result, batch.targetTokens, rate);
      await breathe();
      if (signal?.aborted) break;
    }
    if (signal?.aborted) {
      reason = "interrupted";
      break;
    }
    const scores = await evaluator.score(dev);
    const { better, over } = learningRate.observe(lowerIsBetter(scores, configuration));
    if (better) {
      best.values.set(weights.values);
      bestEpoch = epoch;
    }
    reporter.evaluation(scores, rate, better);
    if (better) await options.onBest?.({ ...model, weights: best });
    if (over) reason = "stalled";
  }
  reporter.end(reason, bestEpoch, step.runSeconds);
  return { model: { ...model, weights: bestEpoch > 0 ? best : weights }, reason, skipped };
}

function sideTokenizer(options: Configuration["source"], lines: readonly string[]): Tokenizer {
  const kind = options.tokenizer === "auto" ? chooseTokenizerKind(lines) : options.tokenizer;
  return trainTokenizer({ ...options, kind }, lines);
}

function lowerIsBetter({ loss, metrics }: Scores, { training: { metric } }: Configuration): number {
  if (metric === "loss") return loss;
  return metric === "per" ? metrics.per : -metrics[metric];
}

function checkFinite(
  { loss, gradientNorm }: StepResult,
  update: number,
  rows: readonly number[],
  weights: Weights,
  gradient: Weights,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const unsound = ({ data }: { data: Float32Array }) => !data.every(Number.isFinite);
  const weight = weights.views.find(unsound);
  const slope = gradient.views.find(unsound);
  const culprit = weight
    ? `parameter ${weight.name}`
    : slope
      ? `the gradient of ${slope.name}`
      : "none of the parameters";
  throw new NonFiniteError(
    `update ${update}: the loss is ${loss} and the gradient's norm ${gradientNorm}; the first that is not finite is ` +
      `${culprit}. The batch holds ${rows.length} pairs, the first is number ${rows[0]! + 1} of the training pairs. ` +
      "Try a lower training.learningRate or training.clipNorm.",
  );
}
