import type { ComparisonEvent } from "../../comparison/index.ts";
import { duration } from "../../report/index.ts";
import { counted, grouped } from "../table.ts";
import { ProgressLine, type ProgressOptions } from "./progress-line.ts";

export interface ComparisonProgress {
  (event: ComparisonEvent): void;
  /** Leaves the terminal's cursor on a new line. */
  close(): void;
}

/**
 * Shows a comparison on a stream: a line for each run that ends, and one bar over the updates of all runs with the time
 * left. Runs finished by an earlier start count as done, but not towards the speed.
 */
export function createComparisonProgress({
  now = () => performance.now(),
  ...options
}: ProgressOptions): ComparisonProgress {
  const line = new ProgressLine({ ...options, now });
  const begin = now();
  let total = 0;
  let before = 0;
  let whole = 0;
  let runBegin = begin;
  const show = (event: ComparisonEvent): void => {
    if (event.event === "plan") {
      const { plan, done } = event;
      total = plan.runs.length;
      before = done.size;
      whole = done.size;
      const there = before === 0 ? "" : `; done before: ${before}`;
      line.keep(
        `${counted(total, "run")} of ${grouped(plan.updates)} updates, about ${grouped(plan.parameters)} parameters ` +
          `each${there}`,
      );
    } else if (event.event === "run") {
      runBegin = now();
      line.show({ before: nameOf(event), share: whole / total, after: [] });
    } else if (event.event === "whole") {
      line.clear();
      line.keep(`${nameOf(event)}  ${duration((now() - runBegin) / 1000)}`);
      whole++;
    } else if (event.training.event === "progress") {
      const { progress, loss } = event.training;
      const done = whole + progress;
      const share = (done - before) / (total - before);
      const left = share > 0 ? [`${duration((((now() - begin) / 1000) * (1 - share)) / share)} left`] : [];
      line.show({
        before: nameOf(event),
        share: done / total,
        after: [...left, `loss ${loss.toFixed(3)}`],
      });
    }
  };
  const nameOf = ({ run }: Extract<ComparisonEvent, { run: unknown }>): string => {
    return `${whole + 1}/${total} ${run.arm.label.en}, seed ${run.seed}`;
  };
  return Object.assign(show, { close: () => line.close() });
}
