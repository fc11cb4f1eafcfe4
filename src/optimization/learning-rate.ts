/** The settings that only some schedules read. */
export interface ScheduleSettings {
  /** Epochs without a better dev score before the rate is halved. Default: 1. */
  readonly patience?: number | undefined;
  /** Training stops when it stalls after this many halvings. Default: 4. */
  readonly halvings?: number | undefined;
  /** Epochs between two steps of the rate. Default: 1. */
  readonly decayEvery?: number | undefined;
  /** What each step multiplies the rate by. Default: 0.5. */
  readonly decayFactor?: number | undefined;
}

/** Where a run stands. */
export interface RunPosition {
  /** Counted from 1. */
  readonly epoch: number;
  /** The update that is to be made, counted from 1 over the whole run. */
  readonly update: number;
  /** The share of the run that is done before it, 0 … 1. */
  readonly progress: number;
  /** How often dev has stalled, see `Plateau`. */
  readonly halvings: number;
  /** The updates of the warm-up, 1 at least. */
  readonly warmup: number;
}

/** A schedule: its description, which settings it reads, and what the learning rate is multiplied by. */
interface ScheduleDefinition {
  /** One phrase with its source, for help and pages. */
  readonly description: string;
  /** The settings that have an effect on it, on its factor or through `Plateau`; the others are refused. */
  readonly reads: readonly (keyof ScheduleSettings)[];
  /** Whether the factor depends on how many epochs there are, so that no more can follow later. */
  readonly looksAhead?: true;
  factor(position: RunPosition, settings: ScheduleSettings): number;
}

/** The schedules of the learning rate: the schema, help and pages are made from this list. */
export const schedules = {
  constant: { description: "the same all the time", reads: [], factor: () => 1 },
  halving: {
    description: "halved when dev stalls",
    reads: ["patience", "halvings"],
    factor: ({ halvings }) => 0.5 ** halvings,
  },
  cosine: {
    description: "falling to zero along a cosine over all epochs (Loshchilov 2017)", // eq. 5, without restarts
    reads: [],
    looksAhead: true,
    factor: ({ progress }) => (1 + Math.cos(Math.PI * progress)) / 2,
  },
  "inverse-sqrt": {
    description: "falling with 1/√update after the warm-up (Vaswani 2017)", // eq. 3, with its peak at η
    reads: [],
    factor: ({ update, warmup }) => Math.sqrt(warmup / Math.max(update, warmup)),
  },
  step: {
    description: "times decayFactor every decayEvery epochs",
    reads: ["decayEvery", "decayFactor"],
    factor: ({ epoch }, { decayEvery = 1, decayFactor = 0.5 }) =>
      decayFactor ** Math.floor((epoch - 1) / decayEvery),
  },
} as const satisfies Readonly<Record<string, ScheduleDefinition>>;

export interface LearningRateOptions extends ScheduleSettings {
  readonly schedule: keyof typeof schedules;
  /** η. */
  readonly learningRate: number;
  /** w. */
  readonly warmup: number;
}

/** The step size at a place of a run: with u the update, η · min(1, u / w) times the schedule's factor. */
export function learningRateAt(options: LearningRateOptions, position: Omit<RunPosition, "warmup">): number {
  const warmup = Math.max(1, options.warmup);
  const factor = schedules[options.schedule].factor({ ...position, warmup }, options);
  return options.learningRate * Math.min(1, position.update / warmup) * factor;
}
