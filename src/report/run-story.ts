import type { EndEvent, TrainingEvent } from "../training/events.ts";
import { duration } from "./duration.ts";

const endings: Readonly<Record<EndEvent["reason"], string>> = {
  epochs: "",
  stalled: " It stopped because dev no longer got better.",
  interrupted: " It was interrupted.",
};

/** What happened in a run, in a few sentences; empty where there are no events. */
export function runStory(events: readonly TrainingEvent[]): string {
  const start = events.find((event) => event.event === "start");
  const evaluation = events.findLast((event) => event.event === "evaluation");
  const end = events.findLast((event) => event.event === "end");
  if (start === undefined) return "";

  const given = `Trained on ${count(start.pairs, "pair")}, with ${start.devPairs.toLocaleString("en")} more held out to choose the best epoch.`;
  const done =
    evaluation === undefined
      ? "No epoch was finished"
      : `${evaluation.epoch} of ${count(start.epochs, "epoch")}`;
  const time = end === undefined ? "" : ` in ${duration(end.seconds)}`;
  const ending = end === undefined ? " The run has not ended." : endings[end.reason];
  const average = events.findLast((event) => event.event === "average");
  const whose = average?.best
    ? `the average of those of epochs ${average.epochs.toSorted((a, b) => a - b).join(", ")}`
    : `those of epoch ${end?.bestEpoch}`;
  const kept = end === undefined || end.bestEpoch === 0 ? "" : ` The weights kept are ${whose}.`;
  return `${given} ${done}${time}.${ending}${kept}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
