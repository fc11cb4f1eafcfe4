import type { Hypothesis } from "../search/hypothesis.ts";

/** What became of a hypothesis at the step that proposed it. */
export type Fate =
  /** It went on. */
  | "kept"
  /** Others were likelier. */
  | "pruned"
  /** It ended with `</s>`. */
  | "finished"
  /** It could still go on when the search ended, because the finished ones could not be beaten any more. */
  | "left";

/** One hypothesis of a search: an output so far. The first, which is empty, is not among them. */
export interface TracedHypothesis {
  /** The index of the hypothesis that it extends by one token; null where that is the empty one. */
  readonly parent: number | null;
  /** The step that proposed it, from 0, in the order in which the decoder writes. */
  readonly step: number;
  /** Its last token, and that as text. */
  readonly token: number;
  readonly text: string;
  /** log P of that token, given those before it. */
  readonly logProbability: number;
  /** What it was compared with others by: log P of all its tokens. */
  readonly rank: number;
  /** Of a finished one, what outputs are ordered by: see `Hypothesis`. */
  readonly score?: number;
  readonly fate: Fate;
  /**
   * The step at which the last of its continuations was pruned, its own for one that was itself; null where one of them
   * finished, or was left.
   */
  readonly prunedAt: number | null;
}

/** A whole beam search. */
export interface SearchTrace {
  /** Every hypothesis that was proposed, by step, those of a step in order of their rank. */
  readonly tree: readonly TracedHypothesis[];
  /** The finished ones that were asked for, best first. */
  readonly hypotheses: readonly TracedOutput[];
  /** The source's tokens, without `</s>`. */
  readonly sourceTokens: readonly string[];
  /** Of the source's tokens, whether the model reads it as `<unk>`: those that its vocabulary lacks. */
  readonly unknown: readonly boolean[];
  /** True where the line was longer than the model reads, and was cut. */
  readonly truncated: boolean;
  /** K. */
  readonly beam: number;
}

/** An output, and its last hypothesis in the tree. */
export interface TracedOutput extends Hypothesis {
  readonly last: number;
  /** In the order in which the decoder wrote, `</s>` included. */
  readonly ids: readonly number[];
}
