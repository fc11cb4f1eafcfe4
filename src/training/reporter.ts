import type { StepResult } from "./accumulator.ts";
import type { EpochWeights } from "./best-epochs.ts";
import type { Scores } from "./evaluator.ts";
import type { EndEvent, StartEvent, TrainingEvent, UpdateEvent } from "./events.ts";

/** Progress events come at most this often. */
const secondsBetweenProgress = 0.1;

/** A run has at most this many update events. */
const mostUpdateEvents = 1000;

/** What a reporter has summed up. */
export interface ReporterState {
  /** Of training, and of graph runs of updates alone. */
  readonly seconds: number;
  readonly runSeconds: number;
  /** Of the epoch in hand, and since the last update event. */
  readonly epochLoss: MeanState;
  readonly recentLoss: MeanState;
  /** When the last update event came, in seconds of training. */
  readonly lastUpdate: number;
}

/** Where a run stands when it begins or goes on. */
export interface ReportedRun extends Omit<StartEvent, "event" | "time"> {
  /** Present where the run goes on. */
  readonly resumed?: { readonly epoch: number; readonly update: number; readonly state: ReporterState };
}

type LastStep = Pick<UpdateEvent, "progress" | "learningRate" | "gradientNorm">;

/** Turns what happens in training into events: averages, rates and the time left. */
export class Reporter {
  private readonly emit: (event: TrainingEvent) => void;
  private begin: number;
  private readonly epochs: number;
  private readonly every: number;
  private readonly earlierRunSeconds: number;
  private epoch: number;
  private update: number;
  private epochLoss: Mean;
  private recentLoss: Mean;
  private shownLoss = new Mean();
  private lastUpdate: number;
  private lastProgress: number;
  private lastStep: LastStep | undefined;

  constructor(emit: ((event: TrainingEvent) => void) | undefined, { resumed, ...run }: ReportedRun) {
    this.emit = emit ?? (() => {});
    this.epochs = run.epochs;
    this.every = Math.max(1, Math.ceil((run.epochs * run.updatesPerEpoch) / mostUpdateEvents));
    const { epoch, update, state } = resumed ?? { epoch: 0, update: 0, state: undefined };
    this.epoch = epoch;
    this.update = update;
    this.begin = performance.now() - 1000 * (state?.seconds ?? 0);
    this.earlierRunSeconds = state?.runSeconds ?? 0;
    this.epochLoss = new Mean(state?.epochLoss);
    this.recentLoss = new Mean(state?.recentLoss);
    this.lastUpdate = state?.lastUpdate ?? 0;
    this.lastProgress = state?.seconds ?? 0;
    if (resumed === undefined) this.emit({ event: "start", time: new Date().toISOString(), ...run });
    else this.emit({ event: "resume", epoch, update, ...run });
  }

  /** @param runSeconds spent in graph runs of updates by this process */
  state(runSeconds: number): ReporterState {
    return {
      seconds: this.seconds(),
      runSeconds: this.earlierRunSeconds + runSeconds,
      epochLoss: this.epochLoss.state,
      recentLoss: this.recentLoss.state,
      lastUpdate: this.lastUpdate,
    };
  }

  /** Leaves time that has gone by out of the run's seconds. */
  leaveOut(milliseconds: number): void {
    this.begin += milliseconds;
  }

  startEpoch(epoch: number): void {
    this.epoch = epoch;
    this.epochLoss = new Mean();
  }

  /** @param done the share of the epoch that is done with it */
  step(result: StepResult, learningRate: number, done: number): void {
    this.update++;
    for (const mean of [this.epochLoss, this.recentLoss, this.shownLoss]) {
      mean.add(result.loss, result.targetTokens);
    }
    const progress = (this.epoch - 1 + done) / this.epochs;
    this.lastStep = { progress, learningRate, gradientNorm: result.gradientNorm };
    const seconds = this.seconds();
    if (seconds - this.lastProgress >= secondsBetweenProgress) this.tellProgress();
    if (this.update % this.every === 0) {
      this.emit({ event: "update", ...this.facts(this.lastStep, this.recentLoss, this.lastUpdate) });
      this.lastUpdate = seconds;
      this.recentLoss = new Mean();
    }
  }

  /** Tells of the last update, unless it has been told of, whatever the time: where a person holds the run. */
  tellProgress(): void {
    if (this.lastStep === undefined || this.shownLoss.weight === 0) return;
    const facts = this.facts(this.lastStep, this.shownLoss, this.lastProgress);
    this.emit({ event: "progress", ...facts });
    this.lastProgress = facts.seconds;
    this.shownLoss = new Mean();
  }

  evaluation(
    { loss, metrics, atLimit }: Scores,
    learningRate: number,
    { best, diverged }: { readonly best: boolean; readonly diverged: boolean },
  ): void {
    const seconds = this.seconds();
    this.emit({
      event: "evaluation",
      epoch: this.epoch,
      update: this.update,
      trainLoss: this.epochLoss.value,
      dev: { loss, ...metrics },
      ...(atLimit > 0 && { atLimit }),
      learningRate,
      best,
      ...(diverged && { diverged }),
      seconds,
    });
    this.lastProgress = seconds;
  }

  average(epochs: readonly EpochWeights[], { loss, metrics, atLimit }: Scores, best: boolean): void {
    this.emit({
      event: "average",
      epochs: epochs.map(({ epoch }) => epoch),
      dev: { loss, ...metrics },
      ...(atLimit > 0 && { atLimit }),
      best,
      seconds: this.seconds(),
    });
  }

  /**
   * @param runSeconds spent in graph runs of updates by this process
   * @param rankSeconds by each rank
   */
  end(
    reason: EndEvent["reason"],
    bestEpoch: number,
    runSeconds: number,
    rankSeconds: readonly number[],
  ): void {
    this.emit({
      event: "end",
      reason,
      bestEpoch,
      updates: this.update,
      seconds: this.seconds(),
      runSeconds: this.earlierRunSeconds + runSeconds,
      ...(rankSeconds.length > 1 && { rankSeconds }),
    });
  }

  /** @param since when the tokens of the loss began, in seconds of training */
  private facts(step: LastStep, loss: Mean, since: number): Omit<UpdateEvent, "event"> {
    const { epoch, update } = this;
    const { progress, learningRate, gradientNorm } = step;
    const seconds = this.seconds();
    const secondsLeft = (seconds / progress) * (1 - progress);
    const tokensPerSecond = loss.weight / (seconds - since);
    return {
      ...{ epoch, update, progress, loss: loss.value, learningRate, gradientNorm },
      ...{ tokensPerSecond, seconds, secondsLeft },
    };
  }

  private seconds(): number {
    return (performance.now() - this.begin) / 1000;
  }
}

interface MeanState {
  readonly sum: number;
  readonly weight: number;
}

/** A running weighted mean. */
class Mean {
  private sum: number;
  weight: number;

  constructor({ sum, weight }: MeanState = { sum: 0, weight: 0 }) {
    this.sum = sum;
    this.weight = weight;
  }

  get state(): MeanState {
    return { sum: this.sum, weight: this.weight };
  }

  add(value: number, weight: number): void {
    this.sum += value * weight;
    this.weight += weight;
  }

  get value(): number {
    return this.weight === 0 ? 0 : this.sum / this.weight;
  }
}
