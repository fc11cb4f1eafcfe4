import type { StepResult } from "./accumulator.ts";
import type { EpochWeights } from "./best-epochs.ts";
import type { Scores } from "./evaluator.ts";
import type { EndEvent, StartEvent, TrainingEvent } from "./events.ts";

/** Update events come at most this often. */
const secondsBetweenUpdates = 0.1;

/** Turns what happens in training into events: averages, rates and the time left. */
export class Reporter {
  private readonly emit: (event: TrainingEvent) => void;
  private readonly begin = performance.now();
  private readonly epochs: number;
  private epoch = 0;
  private update = 0;
  private epochLoss = new Mean();
  private recentLoss = new Mean();
  private lastEvent = 0;

  constructor(emit: ((event: TrainingEvent) => void) | undefined, start: Omit<StartEvent, "event" | "time">) {
    this.emit = emit ?? (() => {});
    this.epochs = start.epochs;
    this.emit({ event: "start", time: new Date().toISOString(), ...start });
  }

  startEpoch(epoch: number): void {
    this.epoch = epoch;
    this.epochLoss = new Mean();
  }

  /** @param done the share of the epoch that is done with it */
  step({ loss, gradientNorm, targetTokens }: StepResult, learningRate: number, done: number): void {
    this.update++;
    this.epochLoss.add(loss, targetTokens);
    this.recentLoss.add(loss, targetTokens);
    const seconds = this.seconds();
    if (seconds - this.lastEvent < secondsBetweenUpdates) return;
    const progress = (this.epoch - 1 + done) / this.epochs;
    this.emit({
      event: "update",
      epoch: this.epoch,
      update: this.update,
      progress,
      loss: this.recentLoss.value,
      learningRate,
      gradientNorm,
      tokensPerSecond: this.recentLoss.weight / (seconds - this.lastEvent),
      seconds,
      secondsLeft: (seconds / progress) * (1 - progress),
    });
    this.lastEvent = seconds;
    this.recentLoss = new Mean();
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
    this.lastEvent = seconds;
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

  end(reason: EndEvent["reason"], bestEpoch: number, runSeconds: number): void {
    this.emit({ event: "end", reason, bestEpoch, updates: this.update, seconds: this.seconds(), runSeconds });
  }

  private seconds(): number {
    return (performance.now() - this.begin) / 1000;
  }
}

/** A running weighted mean. */
class Mean {
  weight = 0;
  private sum = 0;

  add(value: number, weight: number): void {
    this.sum += value * weight;
    this.weight += weight;
  }

  get value(): number {
    return this.weight === 0 ? 0 : this.sum / this.weight;
  }
}
