import { signal } from "@preact/signals";
import { address, setParameters } from "../app/address.ts";
import { settle, tell } from "../app/problems.tsx";
import { call } from "../worker/calls.ts";
import { errorOf } from "../worker/handler.ts";
import type { Outcome, SessionEvent, TrainingOrder, Wish } from "../worker/training-order.ts";
import {
  type Activity,
  activityAfter,
  noProgress,
  type Progress,
  withEvents,
  withOutcomes,
} from "./progress.ts";

/** What the tab's training does; it goes on while other views are shown. */
export const activity = signal<Activity>("idle");
export const progress = signal<Progress>(noProgress);

/** The parameters of the address that the training was begun from. */
let begunFrom: Readonly<Record<string, string>> = {};

/** Whether it waits after its first update. */
let startsHeld = false;

/** Milliseconds between two pictures of what is told: charts need not be drawn for every update. */
const between = 150;

let told: SessionEvent[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Begins a training, or goes on with stopped runs, until it ends. Problems are told on the page. */
export async function begin(order: TrainingOrder): Promise<void> {
  if (isBusy()) return;
  settle();
  startsHeld = order.held === true;
  const { view, parameters } = address.peek();
  begunFrom = view === "train" ? Object.fromEntries(parameters) : {};
  activity.value = "opening";
  progress.value = noProgress;
  try {
    const outcomes = await call("train.begin", order, { onEvent: hear });
    show();
    progress.value = withOutcomes(progress.value, outcomes);
    const failure = outcomes.find((outcome) => "failure" in outcome)?.failure;
    if (failure !== undefined) tell(errorOf(failure));
    activity.value = "over";
    addressTraining();
  } catch (error) {
    tell(error);
    activity.value = "idle";
  }
}

/** Whether a training goes on or is held. */
export function isBusy(): boolean {
  return activity.value !== "idle" && activity.value !== "over";
}

/** What a reader may change in the address while it trains. */
const readersOwn = ["lang", "hide", "sentence", "watch"];

/** Lets the address of the view, to which the reader has come back, tell what is trained here. */
export function returnToTraining(): void {
  const { parameters } = address.peek();
  const own = [...parameters].filter(([name]) => readersOwn.includes(name));
  addressTraining({ ...begunFrom, ...Object.fromEntries(own) });
}

/** Lets the address tell the runs that are not over, so that a tab that is loaded again can go on. */
function addressTraining(more: Readonly<Record<string, string>> = {}): void {
  const { arms } = progress.value;
  if (address.peek().view !== "train" || arms.length === 0) return;
  const isOver = (outcome: Outcome | null) =>
    outcome !== null && "reason" in outcome && outcome.reason !== "interrupted";
  const runs = arms.filter(({ outcome }) => !isOver(outcome)).map(({ run }) => run);
  setParameters({ ...more, runs: runs.length > 0 ? runs.join(",") : undefined });
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
  if (told.some(({ kind }) => kind === "begin")) addressTraining();
  told = [];
  activity.value = activityAfter(activity.value, progress.value, startsHeld);
}
