import { argMax, logSoftmax, smoothedCrossEntropy } from "../graph/index.ts";
import type { OutputLayer } from "./output-layer.ts";
import type { VocabularyLogits } from "./vocabulary-logits.ts";

/** The output layer that writes only tokens of its vocabulary: P(yᵗ | …) = softmax(Wₒ ãᵗ). */
export function generating({ logits, writable }: VocabularyLogits): OutputLayer {
  return {
    known: (ids) => ids,
    logP: ({ readout }) => logSoftmax(writable(readout)),
    predict: ({ readout }) => ({ logits: logits(readout) }),
    losses: (prediction, targets, smoothing) => smoothedCrossEntropy(prediction.logits, targets, smoothing),
    likeliest: (prediction) => argMax(prediction.logits),
  };
}
