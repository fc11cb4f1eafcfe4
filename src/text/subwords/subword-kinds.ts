import { bpeFromJson } from "./bpe-json.ts";
import type { SegmentCounts, SubwordModel, SubwordTrainingOptions } from "./subword-model.ts";
import { trainBpe } from "./train-bpe.ts";
import { trainUnigram } from "./train-unigram.ts";
import { unigramFromJson } from "./unigram-json.ts";

interface SubwordKind {
  /** Learns a model's pieces. */
  readonly train: (segments: SegmentCounts, options: SubwordTrainingOptions) => SubwordModel;
  /**
   * Reads the `model` of a tokenizer.json, whose special symbols have ids 0 to 3.
   * @throws CheckpointError if it is damaged
   */
  readonly read: (json: unknown) => SubwordModel;
}

/** The kinds of subword models. */
export const subwordKinds: Readonly<Record<SubwordModel["kind"], SubwordKind>> = {
  bpe: { train: trainBpe, read: bpeFromJson },
  unigram: { train: trainUnigram, read: unigramFromJson },
};
