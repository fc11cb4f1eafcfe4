import { signal } from "@preact/signals";
import { tell } from "../app/problems.tsx";
import { call } from "../worker/calls.ts";
import type { Setting } from "./setting-list.ts";

/** All keys of the configuration; none before the worker has told them. */
export const knownSettings = signal<readonly Setting[]>([]);

let asked = false;

/** Asks the worker for them, once. */
export function askForSettings(): void {
  if (asked) return;
  asked = true;
  call("settings.list", undefined).then(
    (list) => {
      knownSettings.value = list;
    },
    (error) => {
      asked = false;
      tell(error);
    },
  );
}
