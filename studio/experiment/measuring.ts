import { signal } from "@preact/signals";
import { tell } from "../app/problems.tsx";
import { call } from "../worker/calls.ts";
import type { Measurement, MeasuringOrder } from "../worker/experiment.ts";

/** What is measured, and of which models. */
export interface Measured {
  readonly runs: readonly string[];
  readonly measurement: Measurement | null;
  readonly isRunning: boolean;
}

export const measured = signal<Measured>({ runs: [], measurement: null, isRunning: false });

let running: AbortController | undefined;

/** Measures until it is enough, or `haltMeasuring`; what was measured before is given up. */
export async function measure(order: MeasuringOrder): Promise<void> {
  haltMeasuring();
  const mine = new AbortController();
  running = mine;
  const { runs } = order;
  const tellOf = (measurement: Measurement | null, isRunning: boolean) => {
    if (running === mine) measured.value = { runs, measurement, isRunning };
  };
  tellOf(null, true);
  try {
    const all = await call("experiment.measure", order, {
      signal: mine.signal,
      onEvent: (measurement) => tellOf(measurement, true),
    });
    tellOf(all, false);
  } catch (error) {
    tell(error);
    tellOf(measured.value.measurement, false);
  }
}

/** Stops measuring; what was measured stays. */
export function haltMeasuring(): void {
  running?.abort();
}
