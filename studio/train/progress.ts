import type { ProgressEvent, TrainingEvent, UpdateEvent } from "../../src/training/events.ts";
import type { RunNotice } from "../runs/notice.ts";
import type { LiveTranslation } from "../worker/live-translations.ts";
import type { Outcome, SessionEvent } from "../worker/training-order.ts";

/** What is known of a model that is trained. */
export interface ArmProgress {
  readonly name: string;
  /** Under which it is kept. */
  readonly run: string;
  readonly task: string | null;
  readonly lasting: boolean;
  readonly threads: number;
  /** All but those of the moment. */
  readonly events: readonly TrainingEvent[];
  /** The last of updates. */
  readonly latest: ProgressEvent | UpdateEvent | null;
  readonly translations: readonly LiveTranslation[];
  /** The update after which they were made. */
  readonly translated: number;
  readonly outcome: Outcome | null;
}

export interface Progress {
  readonly arms: readonly ArmProgress[];
  /** The last one told; null where there is none. */
  readonly notice: RunNotice | null;
  /** Whether all models wait for the person. */
  readonly held: boolean;
}

export const noProgress: Progress = { arms: [], notice: null, held: false };

/** What a training does. */
export type Activity = "idle" | "opening" | "running" | "holding" | "held" | "stopping" | "over";

/**
 * What a training does after it has told something. It has not begun with the first notice: before, it hears no wish.
 * @param startsHeld whether it waits after its first update
 */
export function activityAfter(now: Activity, { arms, held }: Progress, startsHeld: boolean): Activity {
  const begun = now === "opening" && arms.length > 0 ? (startsHeld ? "holding" : "running") : now;
  return begun === "holding" && held ? "held" : begun;
}

/** Adds what a training has told. */
export function withEvents(before: Progress, events: readonly SessionEvent[]): Progress {
  const arms = before.arms.map((arm) => ({ ...arm, events: [...arm.events] }));
  let { notice, held } = before;
  for (const event of events) {
    if (event.kind === "notice") notice = event.notice;
    else if (event.kind === "held") held = true;
    else if (event.kind === "begin") {
      const { name, run, task, lasting, threads, before: told } = event;
      const begun = { name, run, task, lasting, threads, events: [...told], latest: null };
      arms[event.arm] = { ...begun, translations: [], translated: 0, outcome: null };
    } else {
      const arm = arms[event.arm]!;
      if (event.kind === "translations") {
        arms[event.arm] = { ...arm, translations: event.translations, translated: event.update };
      } else arms[event.arm] = withTrainingEvent(arm, event.event);
    }
  }
  return { arms, notice, held };
}

function withTrainingEvent(
  arm: ArmProgress & { readonly events: TrainingEvent[] },
  event: TrainingEvent,
): ArmProgress & { readonly events: TrainingEvent[] } {
  if (event.event !== "progress") arm.events.push(event);
  return event.event === "progress" || event.event === "update" ? { ...arm, latest: event } : arm;
}

/** Adds how it ended. */
export function withOutcomes(progress: Progress, outcomes: readonly Outcome[]): Progress {
  return {
    ...progress,
    held: false,
    arms: progress.arms.map((arm, n) => ({ ...arm, outcome: outcomes[n] ?? null })),
  };
}
