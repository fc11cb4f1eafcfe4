import type { Configuration } from "../configuration/configuration.ts";
import { cutBatch } from "../data/cut-batch.ts";
import { type Batch, EpochPlan, layOut, type Pair } from "../data/index.ts";
import { DivergenceError } from "../errors.ts";
import { evaluationMetrics } from "../metrics/index.ts";
import { countScalars, Weights } from "../nn/index.ts";
import { learningRateAt } from "../optimization/learning-rate.ts";
import { breathe } from "../runtime/breathe.ts";
import type { Runtime } from "../runtime/index.ts";
import { neededMargin } from "../search/output-limit.ts";
import { countParameters, type Model, type VocabularySizes } from "../seq2seq/model.ts";
import { transferWeights } from "../seq2seq/transfer.ts";
import { Accumulator, type StepResult } from "./accumulator.ts";
import { BestEpochs, type DevScore, type EpochWeights, isBetter } from "./best-epochs.ts";
import { defaultMicroBatches } from "./default-micro-batches.ts";
import { divergedRun, hasDiverged, wayOut } from "./divergence.ts";
import { type EncodedCorpus, withKinds } from "./encoded-corpus.ts";
import { countEpochs, countUpdates, epochUpdates } from "./epoch-updates.ts";
import { createEvaluator, type Scores } from "./evaluator.ts";
import type { EndEvent, TrainingEvent } from "./events.ts";
import { Plateau } from "./plateau.ts";
import { countReplicas, type Ranks, shareState, tellRanks } from "./ranks.ts";
import { redraw } from "./regularization.ts";
import type { Replica, ReplicaSetup } from "./replica.ts";
import { openReplicas, type Replicas, releaseReplicas } from "./replicas.ts";
import { Reporter } from "./reporter.ts";
import { sum } from "./sum.ts";
import { rankingOf, restore, stateOf, type TrainingCounters, type TrainingState } from "./training-state.ts";

export interface TrainOptions {
  /** What is learnt from: `encodeCorpus` makes it of pairs. */
  readonly corpus: EncodedCorpus;
  /** Pairs that are not trained on; they choose the best epoch. */
  readonly dev: readonly Pair[];
  readonly configuration: Configuration;
  /** A model whose weights training starts from, see `transferWeights`. Vocabularies are those of the corpus. */
  readonly from?: Model;
  readonly runtime: Runtime;
  /** Starts a replica in a thread of its own (default: the parts of an update are computed one after the other). */
  readonly startReplica?: ((setup: ReplicaSetup) => Replica) | undefined;
  /** The ranks of a job, of which this is rank 0; the others call `serveRank`. Default: this process alone. */
  readonly ranks?: Ranks | undefined;
  /** Told of everything that happens, see `TrainingEvent`. */
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Given the model whenever it is the best so far, to keep it. */
  readonly onBest?: (model: Model) => Promise<void> | void;
  /** Ends training after the running update, with the best model so far. */
  readonly signal?: AbortSignal;
  /** The most examples that are shuffled and sorted together: see `EpochPlan` (default 2²⁰). */
  readonly window?: number;
  /**
   * Where an earlier call stopped: with the same other options what follows is, to the bit, what would have followed
   * there. `from` is not read then.
   */
  readonly state?: TrainingState | undefined;
  /** Called between updates, where the run's state may be kept. */
  readonly onPause?: (pause: Pause) => Promise<void> | void;
}

/** A moment between two updates. */
export interface Pause {
  /** After an update; after an epoch's scores and `onBest`; after the last epoch; or where the signal has ended the run. */
  readonly at: "update" | "epoch" | "end" | "interruption";
  /** Updates that are made. */
  readonly update: number;
  /** A copy of the run's state, which later updates leave as it is. */
  copyState(): TrainingState;
  /** The model as it is now, which is always the same one: later updates, and later calls, change its weights. */
  model(): Model;
  /** Leaves time out of the run's seconds, and so out of its speed: while a person has held it. */
  leaveOut(milliseconds: number): void;
  /** Has a progress event tell of the last update, which such events do ten times a second at most. */
  tellProgress(): void;
}

export interface TrainResult {
  /**
   * The best model on dev: of an epoch, or the average of the best epochs; or where no epoch was finished, the model as
   * it was.
   */
  readonly model: Model;
  readonly reason: EndEvent["reason"];
  /** Training pairs left out because a side is longer than `maximumLength`. */
  readonly skipped: { readonly tooLong: number };
}

/**
 * Trains a model from pairs by maximum likelihood: E(w) = −(1/N) Σ log P(yₙ | xₙ; w), on batches of like length, by the
 * optimizer and the learning rate that the configuration names.
 * @throws {ConfigError} where `training.freeze` or `training.groups` names parameters that the model does not have, or
 * the model to start from has other sizes
 * @throws {DataError} where no pair is short enough, or the corpus' examples cannot be read
 * @throws {DivergenceError} where the loss or the gradient is not finite, or every epoch that was finished has diverged
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { corpus, dev, runtime, signal, state, onPause, startReplica, ranks } = options;
  const given = withKinds(options.configuration, corpus);
  const { source, target, examples, skipped, mixture } = corpus;
  const planEpoch = (epoch: number) => {
    return new EpochPlan(examples, { ...given.training, epoch, window: options.window, mixture });
  };
  const firstPlan = planEpoch(1);
  const updatesPerEpoch = countUpdates(firstPlan, given.training.accumulation);
  const sizes = { source: source.vocabulary.size, target: target.vocabulary.size };
  const threadsOf = ranks?.threadsOf ?? [startReplica ? runtime.threads : 1];
  const configuration = withDefaults(given, { sizes, updatesPerEpoch, threadsOf, state });
  const { training } = configuration;
  const { microBatches } = training;
  const parts = training.accumulation * microBatches;
  const replicasOf = countReplicas(configuration, threadsOf);
  const communicator = ranks?.communicator;
  const setup = { configuration, sizes, parts, replicasOf };
  // Before the other ranks are told to do the same: what is wrong with the configuration is said once.
  const opened = await openReplicas({ ...setup, runtime, communicator, startReplica });
  const { optimizer, specs, trained } = opened;
  try {
    if (ranks) await tellRanks(ranks.communicator, { train: { ...setup, runtime: runtime.name } });
    const accumulator = new Accumulator({ ...opened, communicator, replicasOf }, parts);
    const weights = new Weights(specs, optimizer.values);
    if (state === undefined) weights.initialize(specs, training.seed);
    else restore(state, optimizer);
    // What is scored and becomes the model; graphs and whoever gets it are kept from shared memory.
    const kept = new Weights(specs, optimizer.isShared ? undefined : optimizer.averaged);
    const keepAverage = () => {
      if (optimizer.isShared) kept.values.set(optimizer.averaged);
    };
    const model: Model = {
      configuration,
      source,
      target,
      weights: kept,
      outputMargin: neededMargin(examples),
    };
    const isFineTuning = state === undefined && options.from !== undefined;
    const transfer = isFineTuning && transferWeights(options.from, { ...model, weights });
    if (ranks) await shareState(ranks.communicator, opened);
    const evaluator = await createEvaluator(model, runtime, { live: true });
    const epochs = new BestEpochs(training.averageCheckpoints, state && rankingOf(state));
    const plateau = new Plateau(training, state?.counters.plateau);
    const modelOf = ({ values }: EpochWeights): Model => ({
      ...model,
      weights: new Weights(specs, values),
    });
    const reporter = new Reporter(options.onEvent, {
      pairs: examples.count,
      devPairs: dev.length,
      parameters: countScalars(trained),
      epochs: training.epochs,
      updatesPerEpoch,
      seed: training.seed,
      vocabulary: sizes,
      runtime: runtime.name,
      threads: runtime.threads,
      microBatches,
      replicas: sum(replicasOf),
      ...(transfer && { transfer }),
      ...(state && { resumed: { ...state.counters, state: state.counters.report } }),
    });

    let { epoch, window, index, update, loss, rate, lowest, reason } = state?.counters ?? start;
    const pause = (moment: Pause["at"]) =>
      onPause?.({
        at: moment,
        update,
        copyState: () => {
          const counters = { epoch, window, index, update, loss, rate, lowest, reason, microBatches };
          const { ranking } = epochs;
          const report = reporter.state(accumulator.runSeconds);
          return stateOf(optimizer, ranking, { ...counters, plateau: plateau.state, report });
        },
        model: () => {
          keepAverage();
          return model;
        },
        leaveOut: (milliseconds) => reporter.leaveOut(milliseconds),
        tellProgress: () => reporter.tellProgress(),
      });
    while (epoch <= training.epochs && reason === "epochs") {
      if (window === 0 && index === 0) reporter.startEpoch(epoch);
      const plan = epoch === 1 ? firstPlan : planEpoch(epoch);
      for (const planned of epochUpdates(plan, training.accumulation, { window, index })) {
        const batches = planned.batches
          .flatMap((rows) => cutBatch(examples, rows, microBatches))
          .map((rows) => readBatch(corpus, rows, configuration, epoch));
        const progress = (epoch - 1 + planned.before) / training.epochs;
        update++;
        rate = learningRateAt(training, { epoch, update, progress, halvings: plateau.halvings });
        const moment = { update, progress, learningRate: rate };
        const result = await accumulator.run(batches, moment);
        checkFinite(result, update, batches, { specs, optimizer });
        loss = result.loss;
        await accumulator.update();
        reporter.step(result, rate, planned.after);
        ({ window, index } = planned.next);
        await pause("update");
        await breathe();
        if (signal?.aborted) break;
      }
      if (signal?.aborted) {
        await pause("interruption");
        break;
      }
      keepAverage();
      const scores = await evaluator.score(dev);
      const score = devScore(scores, training);
      const diverged = hasDiverged({ dev: score.loss, training: loss }, sizes.target);
      const better = !diverged && epochs.add(epoch, score, kept.values);
      lowest = Math.min(lowest ?? score.loss, score.loss);
      plateau.observe(score.score);
      reporter.evaluation(scores, rate, { best: better, diverged });
      if (better) await options.onBest?.(modelOf(epochs.best!));
      if (plateau.over) reason = "stalled";
      [epoch, window, index] = [epoch + 1, 0, 0];
      await pause("epoch");
    }
    if (epoch > training.epochs || reason !== "epochs") await pause("end");
    const isInterrupted = signal?.aborted === true && reason === "epochs" && epoch <= training.epochs;
    keepAverage();
    if (epochs.best === undefined && lowest !== null) throw divergedRun(lowest, sizes.target, training);
    let best: Model = epochs.best === undefined ? model : modelOf(epochs.best);
    if (!isInterrupted && epochs.ranking.length > 1) {
      epochs.averageInto(kept.values);
      const scores = await evaluator.score(dev);
      const better = isBetter(devScore(scores, training), epochs.best!);
      reporter.average(epochs.ranking, scores, better);
      if (better) {
        best = model;
        await options.onBest?.(model);
      }
    }
    const ending = isInterrupted ? "interrupted" : reason;
    reporter.end(ending, epochs.best?.epoch ?? 0, accumulator.runSeconds, accumulator.rankSeconds);
    return { model: best, reason: ending, skipped };
  } finally {
    if (ranks) await tellRanks(ranks.communicator, { end: "training" }).catch(() => {}); // what went wrong is thrown already
    await releaseReplicas(opened);
  }
}

interface RunFacts {
  readonly sizes: VocabularySizes;
  readonly updatesPerEpoch: number;
  readonly threadsOf: readonly number[];
  readonly state: TrainingState | undefined;
}

/** A configuration with what its run decides: how many epochs there are, and into how many parts batches are cut. */
function withDefaults(given: Configuration, { sizes, updatesPerEpoch, threadsOf, state }: RunFacts) {
  const { accumulation, batchTokens } = given.training;
  const epochs = countEpochs(given.training, updatesPerEpoch);
  const byDefault = () =>
    defaultMicroBatches({
      parameters: countParameters(given, sizes),
      threads: sum(threadsOf),
      ranks: threadsOf.length,
      batchTokens,
      batches: epochs * updatesPerEpoch * accumulation,
    });
  const before = state && (state.counters.microBatches ?? 1); // by a version that did not cut
  const microBatches = before ?? given.training.microBatches ?? byDefault();
  return { ...given, training: { ...given.training, epochs, microBatches } };
}

/** Before the first update. */
const start: Omit<TrainingCounters, "plateau" | "ranking" | "report"> = {
  epoch: 1,
  window: 0,
  index: 0,
  update: 0,
  loss: 0,
  rate: 0,
  lowest: null,
  reason: "epochs",
};

/**
 * Reads the examples of a batch; subwords are cut anew where that is asked for.
 * @param rows [B] their numbers
 */
function readBatch(
  corpus: EncodedCorpus,
  rows: Int32Array,
  configuration: Configuration,
  epoch: number,
): Batch {
  const indices = [...rows];
  return layOut(
    indices.map((index) =>
      redraw(corpus.examples.example(index), corpus, configuration, { epoch, example: index }),
    ),
    indices,
  );
}

/** Scores by the metric that chooses, its sign turned where higher is better. */
function devScore(
  { loss, metrics }: Scores,
  { metric }: Pick<Configuration["training"], "metric">,
): DevScore {
  if (metric === "loss") return { score: loss, loss };
  return { score: evaluationMetrics[metric].higherIsBetter ? -metrics[metric] : metrics[metric], loss };
}

function checkFinite(
  { loss, gradientNorm }: StepResult,
  update: number,
  batches: readonly Batch[],
  { specs, optimizer }: Pick<Replicas, "specs" | "optimizer">,
): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  const rows = batches.flatMap(({ examples }) => examples);
  const unsound = ({ data }: { data: Float32Array }) => !data.every(Number.isFinite);
  const weight = new Weights(specs, optimizer.values).views.find(unsound);
  const slope = new Weights(specs, optimizer.gradient).views.find(unsound);
  const culprit = weight
    ? `parameter ${weight.name}`
    : slope
      ? `the gradient of ${slope.name}`
      : "none of the parameters";
  throw new DivergenceError({
    kind: "lossNotFinite",
    text:
      `update ${update}: the loss is ${loss} and the gradient's norm ${gradientNorm}; the first that is not finite is ` +
      `${culprit}. The batch holds ${rows.length} pairs, the first is number ${rows[0]! + 1} of the training pairs. ` +
      wayOut,
    update,
  });
}
