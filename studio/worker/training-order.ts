import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import type { TrainingEvent } from "../../src/training/events.ts";
import type { RunNotice } from "../runs/notice.ts";
import type { LengthRange, TaskName } from "../tasks/index.ts";
import type { Failure } from "./handler.ts";
import type { LiveTranslation } from "./live-translations.ts";

/** What is trained on. */
export type TrainingData =
  | {
      readonly task: TaskName;
      readonly seed: number;
      /** Training pairs (default: as many as the task needs). */
      readonly count?: number | undefined;
      readonly length?: LengthRange | undefined;
    }
  /** The person's own pairs, which the worker has read: the number of `data.read`. */
  | { readonly reading: number };

/** One of the models that are trained side by side. */
export interface Arm {
  /** Tells it from the other; the run is kept under this name. */
  readonly name: string;
  readonly configuration: ConfigurationInput;
  /** What differs from it: settings of it that have no effect beside these are left out. */
  readonly own?: ConfigurationInput | undefined;
  /** The id of a run whose model's weights it starts from. What the configuration leaves out is as it is there. */
  readonly from?: string | undefined;
}

/** A training: of one model or two on the same pairs; or of runs that were stopped. */
export type TrainingOrder = (
  | { readonly data: TrainingData; readonly arms: readonly Arm[] }
  | { readonly runs: readonly string[] }
) & {
  /** Sentences of the reader's, which are translated anew every few seconds; samples are in any case. */
  readonly sentences: readonly string[];
  /** Whether it waits for the person after its first update (default false). */
  readonly held?: boolean;
  /** Seconds between two translations (default 2). */
  readonly seconds?: number;
};

/** What a training tells; `arm` is the number of the model, from 0 on. */
export type SessionEvent =
  /** First, for each model: where it is kept, and what it had told before. */
  | {
      readonly kind: "begin";
      readonly arm: number;
      readonly run: string;
      readonly name: string;
      readonly task: string | null;
      readonly lasting: boolean;
      readonly threads: number;
      readonly before: readonly TrainingEvent[];
    }
  | { readonly kind: "training"; readonly arm: number; readonly event: TrainingEvent }
  | {
      readonly kind: "translations";
      readonly arm: number;
      readonly update: number;
      readonly translations: readonly LiveTranslation[];
    }
  /** All models wait for the person. */
  | { readonly kind: "held"; readonly update: number }
  | { readonly kind: "notice"; readonly notice: RunNotice };

/** How the training of a model ended. */
export type Outcome =
  | { readonly run: string; readonly reason: "epochs" | "stalled" | "interrupted" }
  | { readonly run: string; readonly failure: Failure };

/** What a person may ask of a training. "save": have the next pause save, as the tab is hidden. */
export type Wish = "hold" | "step" | "run" | "stop" | "save";
