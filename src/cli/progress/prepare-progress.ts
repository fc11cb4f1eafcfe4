import type { PrepareProgress } from "../../jobs/index.ts";
import { duration } from "../../report/index.ts";
import { ProgressLine, type ProgressOptions } from "./progress-line.ts";

const labels: Readonly<Record<PrepareProgress["step"], string>> = {
  counting: "1/2 counting tokens",
  encoding: "2/2 writing tokens ",
};

/** Shows the progress of a token cache: a bar for each of its two passes, the time left and the rate. */
export function createPrepareProgress(options: ProgressOptions): {
  onProgress: (progress: PrepareProgress) => void;
  close: () => void;
} {
  const line = new ProgressLine(options);
  return {
    onProgress({ step, bytes, total, seconds }) {
      const rate = bytes / seconds;
      const left = bytes < total && rate > 0 ? [`${duration((total - bytes) / rate)} left`] : [];
      line.show({
        before: labels[step],
        share: total === 0 ? 1 : Math.min(1, bytes / total),
        after: [...left, `${(rate / 1e6).toFixed(1)} MB/s`],
      });
    },
    close: () => line.close(),
  };
}
