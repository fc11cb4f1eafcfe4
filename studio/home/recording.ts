/** A training as it was recorded (scripts/record-training.ts), to be played. */
export interface Recording {
  /** When, by which version, where. */
  readonly about: {
    readonly version: string;
    readonly runtime: string;
    readonly threads: number;
    readonly seconds: number;
    readonly pairs: number;
    readonly parameters: number;
    readonly updates: number;
  };
  readonly epochs: number;
  /** Of the training pairs: [epochs that are done, nats per target token]. */
  readonly losses: readonly (readonly [at: number, loss: number])[];
  /** Of the dev pairs: [epoch, exact matches in percent]. */
  readonly exact: readonly (readonly [epoch: number, percent: number])[];
  /** The first is the one whose attention is shown. */
  readonly sources: readonly string[];
  readonly sourceTokens: readonly string[];
  readonly frames: readonly Frame[];
}

/** A moment of it. */
export interface Frame {
  readonly update: number;
  /** Epochs that are done. */
  readonly at: number;
  readonly seconds: number;
  /** Of each source. */
  readonly texts: readonly string[];
  /** Of the first source. */
  readonly tokens: readonly string[];
  /** [T][S] in hundredths, `</s>` included on both sides. */
  readonly attention: readonly (readonly number[])[];
}
