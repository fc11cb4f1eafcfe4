import { duration } from "../../report/index.ts";
import { grouped } from "../table.ts";
import { ProgressLine, type ProgressOptions } from "./progress-line.ts";

export interface CounterOptions extends ProgressOptions {
  /** The activity, such as "translating". */
  readonly label: string;
  /** The total number of items; left out if unknown. */
  readonly total?: number;
  /** The unit of the rate (default "lines"). */
  readonly unit?: string;
}

export interface ProgressCounter {
  /** Adds the items done since the last call. */
  advance(count: number): void;
  /** Leaves the final count on the terminal. */
  close(): void;
  /** Removes the count from the terminal, because the work has failed. */
  clear(): void;
}

/** Shows the progress of long work: "translating 1,200/5,000", a bar, the time left and the rate. */
export function createCounter({
  label,
  total,
  unit = "lines",
  now = () => performance.now(),
  ...options
}: CounterOptions): ProgressCounter {
  const line = new ProgressLine({ ...options, now });
  const begin = now();
  let done = 0;
  return {
    advance(count) {
      done += count;
      const seconds = (now() - begin) / 1000;
      const rate = done / seconds;
      const rateText = seconds > 0 ? [`${roundRate(rate)} ${unit}/s`] : [];
      if (total === undefined) {
        line.show({ before: `${label} ${grouped(done)}`, share: null, after: rateText });
        return;
      }
      const left = rate > 0 && seconds > 0 && done < total ? [`${duration((total - done) / rate)} left`] : [];
      const width = grouped(total).length;
      const before = `${label} ${grouped(done).padStart(width)}/${grouped(total)}`;
      line.show({ before, share: total === 0 ? 1 : done / total, after: [...left, ...rateText] });
    },
    close: () => line.close(),
    clear: () => line.clear(),
  };
}

/** Slow rates keep a decimal. */
function roundRate(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : grouped(Math.round(rate));
}
