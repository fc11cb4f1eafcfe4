import { duration } from "../../report/index.ts";
import type { Transfer } from "../../seq2seq/transfer.ts";
import { wayOut } from "../../training/divergence.ts";
import type {
  AverageEvent,
  DevScores,
  EndEvent,
  EvaluationEvent,
  ProgressEvent,
  ResumeEvent,
  StartEvent,
  TrainingEvent,
} from "../../training/events.ts";
import { counted } from "../table.ts";
import { ProgressLine, type ProgressOptions } from "./progress-line.ts";

/** Takes a run's events and shows them. */
export interface TrainingProgress {
  (event: TrainingEvent): void;
  /** Leaves the terminal's cursor on a new line; to be called when training is over or has failed. */
  close(): void;
}

/**
 * Shows training on a stream: what is trained, a line for every epoch, and on a terminal a bar below them; elsewhere
 * a plain line every ten seconds.
 */
export function createProgress(options: ProgressOptions): TrainingProgress {
  const line = new ProgressLine(options);
  let epochs = 0;
  let diverged = false;
  const show = (event: TrainingEvent): void => {
    if (event.event === "progress") {
      line.show({ before: epochText(event.epoch, epochs), share: event.progress, after: facts(event) });
    } else if (event.event === "evaluation") {
      line.keep(evaluationLine(event, epochs));
      if (event.diverged && !diverged)
        line.keep(`dev is far worse than guessing: training has diverged. ${wayOut}`);
      diverged ||= event.diverged ?? false;
    } else if (event.event === "start") {
      epochs = event.epochs;
      line.keep(startLine(event));
      if (event.transfer !== undefined) line.keep(transferLine(event.transfer));
    } else if (event.event === "resume") {
      epochs = event.epochs;
      line.keep(startLine(event));
      line.keep(resumeLine(event));
    } else if (event.event === "average") {
      line.keep(averageLine(event));
    } else if (event.event === "end") {
      line.clear();
      line.keep(endLine(event));
    }
  };
  return Object.assign(show, { close: () => line.close() });
}

function startLine({
  pairs,
  devPairs,
  parameters,
  runtime,
  threads,
  microBatches,
  replicas,
  seed,
}: Omit<StartEvent, "event" | "time">): string {
  const threadText =
    microBatches > 1
      ? `${counted(replicas, "replica")} for the ${microBatches} parts of a batch`
      : counted(threads, "thread");
  return (
    `training on ${grouped(pairs)} pairs, dev ${grouped(devPairs)}, ${grouped(parameters)} parameters, ` +
    `${runtime} runtime with ${threadText}, seed ${seed}`
  );
}

function resumeLine({ epoch, epochs, update }: ResumeEvent): string {
  const where = epoch > epochs ? "after the last epoch" : `in ${epochText(epoch, epochs)}`;
  return `going on where it stopped: ${where}, after ${grouped(update)} updates`;
}

/** "started from an older model: 14 parameters copied, 4 mapped by token (8 of 9 source and 7 of 7 target tokens known)" */
function transferLine({ copied, mapped, fresh, unused, tokens: { source, target } }: Transfer): string {
  const share = ({ all, known }: typeof source) => `${grouped(known)} of ${grouped(all)}`;
  return [
    `started from an older model: ${copied.length} parameters copied`,
    `${mapped.length} mapped by token (${share(source)} source and ${share(target)} target tokens known)`,
    ...(fresh.length > 0 ? [`new: ${fresh.join(" ")}`] : []),
    ...(unused.length > 0 ? [`not used: ${unused.join(" ")}`] : []),
  ].join(", ");
}

function facts({ loss, tokensPerSecond, secondsLeft }: ProgressEvent): string[] {
  return [`loss ${loss.toFixed(3)}`, `${duration(secondsLeft)} left`, `${grouped(tokensPerSecond)} tokens/s`];
}

function evaluationLine(
  { epoch, trainLoss, dev, atLimit, seconds, best, diverged }: EvaluationEvent,
  epochs: number,
): string {
  return [
    epochText(epoch, epochs),
    `loss ${trainLoss.toFixed(3)}`,
    ...devTexts(dev, best),
    duration(seconds),
    ...limitTexts(atLimit),
    ...(diverged ? ["diverged: not kept"] : []),
  ].join("  ");
}

function averageLine({ epochs, dev, atLimit, seconds, best }: AverageEvent): string {
  const kept = best ? "better than the best epoch: kept" : "no better than the best epoch: left";
  return [
    `average of epochs ${epochs.join(", ")}`,
    ...devTexts(dev, best),
    duration(seconds),
    ...limitTexts(atLimit),
    kept,
  ].join("  ");
}

function limitTexts(atLimit: number | undefined): string[] {
  return atLimit === undefined ? [] : [`${grouped(atLimit)} at the length limit`];
}

/** A star marks the best so far. */
function devTexts({ loss, exact_match, token_error_rate, bleu }: DevScores, best: boolean): string[] {
  const rate = (value: number): string => value.toFixed(1).padStart(4);
  return [
    `dev ${loss.toFixed(3)}${best ? "*" : " "}`,
    `exact ${rate(exact_match)}%`,
    `token errors ${rate(token_error_rate)}%`,
    `BLEU ${rate(bleu)}`,
  ];
}

const endings: Readonly<Record<EndEvent["reason"], string>> = {
  epochs: "finished",
  stalled: "stopped, as dev no longer gets better,",
  interrupted: "interrupted",
};

function endLine({ reason, updates, seconds, bestEpoch }: EndEvent): string {
  const kept = bestEpoch === 0 ? "no epoch was finished" : `the best epoch is ${bestEpoch}`;
  return `${endings[reason]} after ${grouped(updates)} updates in ${duration(seconds)}; ${kept}`;
}

function epochText(epoch: number, epochs: number): string {
  const total = String(epochs);
  return `epoch ${String(epoch).padStart(total.length)}/${total}`;
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString("en");
}
