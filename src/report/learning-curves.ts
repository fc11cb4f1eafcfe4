import type { EvaluationEvent, TrainingEvent, UpdateEvent } from "../training/events.ts";
import { lineChart, type Points } from "./line-chart.ts";

/** The line of the loss per update is averaged down to this many points. */
const finePoints = 240;

/**
 * The learning curves of a run as SVG charts: training and dev loss per epoch, with the training loss per update in the
 * background, and the error rates on dev. If a resumed run repeated some updates, the later events count.
 * @returns no chart if nothing has been trained yet
 */
export function learningCurves(events: readonly TrainingEvent[]): string[] {
  const evaluations = inOrder(events.filter((event) => event.event === "evaluation"));
  const behind = updateCurve(events, ({ loss }) => loss);
  if (evaluations.length === 0 && behind.length < 2) return [];

  const epochs = Math.max(1, ...evaluations.map(({ epoch }) => epoch), ...behind.map(([x]) => Math.ceil(x)));
  const best = evaluations.findLast((evaluation) => evaluation.best)?.epoch ?? null;
  const line = (label: string, colour: string, value: (evaluation: EvaluationEvent) => number) => ({
    label,
    colour,
    points: evaluations.map((evaluation): [number, number] => [evaluation.epoch, value(evaluation)]),
  });
  const loss = lineChart({
    title: "Loss per target token, nats",
    lines: [
      line("training", "train", ({ trainLoss }) => trainLoss),
      line("dev", "dev", ({ dev }) => dev.loss),
    ],
    behind,
    epochs,
    best,
    decimals: 3,
  });
  if (evaluations.length === 0) return [loss];
  const errors = lineChart({
    title: "Error rates on dev, %",
    lines: [
      line("sequence", "dev", ({ dev }) => dev.sequence_error_rate),
      line("token", "token", ({ dev }) => dev.token_error_rate),
    ],
    epochs,
    best,
    decimals: 1,
  });
  return [loss, errors];
}

/** What updates tell, over fractional epochs, neighbours averaged. */
export function updateCurve(events: readonly TrainingEvent[], told: (update: UpdateEvent) => number): Points {
  const epochs = events.find((event) => event.event === "start")?.epochs;
  const updates = inOrder(events.filter((event) => event.event === "update"));
  if (epochs === undefined) return [];
  const size = Math.ceil(updates.length / finePoints);
  const points: [number, number][] = [];
  for (let at = 0; at < updates.length; at += size) {
    const group = updates.slice(at, at + size);
    const mean = (value: (update: UpdateEvent) => number): number =>
      group.reduce((sum, update) => sum + value(update), 0) / group.length;
    points.push([epochs * mean(({ progress }) => progress), mean(told)]);
  }
  return points;
}

/** Events in ascending order of updates: an event that goes back replaces those that it goes back over. */
export function inOrder<Event extends { readonly update: number }>(events: readonly Event[]): Event[] {
  const kept: Event[] = [];
  for (const event of events) {
    while (kept.length > 0 && kept.at(-1)!.update >= event.update) kept.pop();
    kept.push(event);
  }
  return kept;
}
