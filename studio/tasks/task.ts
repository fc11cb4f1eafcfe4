import type { ConfigurationInput } from "../../src/configuration/configuration.ts";
import type { Pair } from "../../src/data/index.ts";
import type { RandomStream } from "../../src/random.ts";

/** A pair whose words are known to belong together. */
export interface TaskPair extends Pair {
  /** [T] for each target token the source token that says it, from 0 on; null: none does. `</s>` is not counted. */
  readonly alignment: readonly (number | null)[];
}

/** A task whose pairs are drawn in the page, with the right answer and the right alignment of each. */
export interface Task {
  readonly title: Titles;
  /** One sentence: what becomes what. */
  readonly description: Titles;
  /** Lengths of source lines in tokens that may be asked for; null: the task itself decides. */
  readonly lengths: TaskLengths | null;
  /** How many training pairs are enough to learn it with `configuration`. */
  readonly pairs: number;
  /** Tokenizers, sizes and training that suit it; the rest is henkan's defaults. */
  readonly configuration: ConfigurationInput;
  /** Sources that the page translates anew while it trains; each is one that `draw` may give. */
  readonly samples: readonly string[];
  /** @param options what pair to draw, see `DrawOptions` */
  draw(random: RandomStream, options?: DrawOptions): TaskPair;
}

interface Titles {
  readonly en: string;
  readonly ja: string;
}

export interface DrawOptions {
  /** Tokens of the source line, uniform over this range (default: the task's `usual` range). */
  readonly length?: LengthRange | undefined;
}

/** Both ends are included. */
export interface LengthRange {
  readonly shortest: number;
  readonly longest: number;
}

interface TaskLengths extends LengthRange {
  /** What is drawn where nothing is asked for. */
  readonly usual: LengthRange;
}
