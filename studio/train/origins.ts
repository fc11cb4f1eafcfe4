import { signal } from "@preact/signals";
import { call } from "../worker/calls.ts";
import type { Origin, Plan } from "./plan.ts";

/** The models that a training may start from; null before they are known. */
export const origins = signal<readonly Origin[] | null>(null);

export async function readOrigins(): Promise<void> {
  const { runs } = await call("runs.list", {});
  origins.value = runs.flatMap(({ id, name, configuration, state }) =>
    state === "damaged" || configuration === null ? [] : [{ id, name, configuration }],
  );
}

/** The model that a plan starts from; null where it starts from none, or it is not there. */
export function originOf({ from }: Plan): Origin | null {
  return origins.value?.find(({ id }) => id === from) ?? null;
}
