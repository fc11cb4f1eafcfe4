import { duration } from "../../report/index.ts";
import { ProgressLine, type ProgressOptions } from "./progress-line.ts";

export interface CounterOptions extends ProgressOptions {
  /** What is done, such as "translating". */
  readonly label: string;
  /** How many there are in all; left out where that is not known. */
  readonly total?: number;
  /** What is counted, for the rate (default "lines"). */
  readonly unit?: string;
}

export interface ProgressCounter {
  /** Counts what was done since the last call. */
  advance(count: number): void;
  /** Leaves the final count on the terminal. */
  close(): void;
  /** Takes the count off the terminal: the work has failed. */
  clear(): void;
}

/** Shows how far some long work is: "translating 1,200/5,000", a bar, the time left and the rate. */
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

function grouped(value: number): string {
  return value.toLocaleString("en");
}
