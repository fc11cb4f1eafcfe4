/** A way in which the share grows over a run. */
interface SamplingSchedule {
  /** One phrase, for help and pages. */
  readonly description: string;
  /** What ρ is multiplied by, at the progress p, 0 … 1, through the run. */
  readonly growth: (progress: number) => number;
}

/** Bengio 2015, section 2.4, with progress p through the run in place of the count of updates. */
export const samplingSchedules = {
  linear: { description: "p, the progress through the run", growth: (p) => p },
  exponential: { description: "1 − e^(−5p)", growth: (p) => 1 - Math.exp(-5 * p) },
  "inverse-sigmoid": {
    description: "1 / (1 + e^(−10 (p − ½)))",
    growth: (p) => 1 / (1 + Math.exp(-10 * (p - 0.5))),
  },
  constant: { description: "1", growth: () => 1 },
} as const satisfies Readonly<Record<string, SamplingSchedule>>;

/** ρ at the end of training, and how the share gets there. */
interface SamplingOptions {
  readonly rate: number;
  /** Default: "linear". */
  readonly schedule?: keyof typeof samplingSchedules | undefined;
}

/** The share of the decoder's inputs that are its own predictions. */
export function samplingShare({ rate, schedule = "linear" }: SamplingOptions, progress: number): number {
  return rate * samplingSchedules[schedule].growth(progress);
}
