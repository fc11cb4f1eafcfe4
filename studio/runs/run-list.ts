import { signal } from "@preact/signals";
import type { TrainingEvent } from "../../src/training/events.ts";
import { tell } from "../app/problems.tsx";
import { call } from "../worker/calls.ts";
import type { RunList } from "../worker/runs.ts";

/** All runs, newest first; null before they are known. */
export const list = signal<RunList | null>(null);

/** Events by run: its learning curve. */
export const curves = signal<ReadonlyMap<string, readonly TrainingEvent[]>>(new Map());

/** At which save a run's curve was read. */
const readAt = new Map<string, string>();

/** Reads the list anew, and the curves of what has changed. */
export async function refresh(): Promise<void> {
  try {
    const found = await call("runs.list", {});
    list.value = found;
    for (const { id, saved, state } of found.runs) {
      if (state === "damaged" || readAt.get(id) === saved) continue;
      readAt.set(id, saved);
      const events = await call("runs.events", id).catch(() => []);
      curves.value = new Map([...curves.value, [id, events]]);
    }
  } catch (error) {
    tell(error);
  }
}

/** Asks the worker for something about runs, tells what goes wrong, and shows the list as it is then. */
export async function attempt(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    tell(error);
  }
  await refresh();
}
