import { signal } from "@preact/signals";
import { settle, tell } from "../app/problems.tsx";
import { call } from "../worker/calls.ts";
import type { SessionEvent, TrainingOrder, Wish } from "../worker/training-order.ts";
import { noProgress, type Progress, withEvents, withOutcomes } from "./progress.ts";

/** What the tab's training does; it goes on while other views are shown. */
export type Activity = "idle" | "opening" | "running" | "holding" | "held" | "stopping" | "over";

export const activity = signal<Activity>("idle");
export const progress = signal<Progress>(noProgress);

/** Milliseconds between two pictures of what is told: charts need not be drawn for every update. */
const between = 150;

let told: SessionEvent[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Begins a training, or goes on with stopped runs, until it ends. Problems are told on the page. */
export async function begin(order: TrainingOrder): Promise<void> {
  if (isBusy()) return;
  settle();
  activity.value = "opening";
  progress.value = noProgress;
  try {
    const outcomes = await call("train.begin", order, { onEvent: hear });
    show();
    progress.value = withOutcomes(progress.value, outcomes);
    const failure = outcomes.find((outcome) => "failure" in outcome)?.failure;
    if (failure !== undefined) tell(Object.assign(new Error(failure.message), { name: failure.name }));
    activity.value = "over";
  } catch (error) {
    tell(error);
    activity.value = "idle";
  }
}

/** Whether a training goes on or is held. */
export function isBusy(): boolean {
  return activity.value !== "idle" && activity.value !== "over";
}

/** Asks the training for something. */
export function ask(wish: Wish): void {
  if (!isBusy()) return;
  if (wish !== "save") {
    progress.value = { ...progress.value, held: false };
    activity.value = ({ run: "running", hold: "holding", step: "holding", stop: "stopping" } as const)[wish];
  }
  call("train.wish", wish).catch(tell);
}

/** Changes the sentences that are translated as it goes. */
export function watchSentences(sentences: readonly string[]): void {
  if (isBusy()) call("train.watch", sentences).catch(tell);
}

// A tab that is hidden may be ended without a word.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") ask("save");
});

function hear(event: SessionEvent): void {
  told.push(event);
  if (event.kind === "begin" || event.kind === "held") show();
  else timer ??= setTimeout(show, between);
}

function show(): void {
  clearTimeout(timer);
  timer = undefined;
  progress.value = withEvents(progress.value, told);
  told = [];
  const { held } = progress.value;
  if (activity.value === "opening") activity.value = "running";
  else if (activity.value === "holding" && held) activity.value = "held";
}
