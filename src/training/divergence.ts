import { DivergenceError } from "../errors.ts";

/** How far the dev loss must be above that of guessing, in nats per token: seven times its perplexity. */
const margin = 2;

/** What is known of an epoch when it is over; nats per target token. */
export interface EpochLosses {
  /** On the dev pairs. */
  readonly dev: number;
  /** Of the epoch's last update, before its step. */
  readonly training: number;
}

/**
 * Whether an epoch's weights are far worse than guessing, and have not learnt the training pairs either: their loss is
 * at least half that of guessing. A high dev loss alone is no divergence: a model that knows a few pairs by heart is
 * confident and wrong on others.
 * @param targetVocabulary V: guessing finds every token equally likely, and its loss is ln V
 */
export function hasDiverged({ dev, training }: EpochLosses, targetVocabulary: number): boolean {
  const guessing = Math.log(targetVocabulary);
  return !Number.isFinite(dev) || (dev > guessing + margin && training > guessing / 2);
}

/**
 * The error of a run of which every epoch has diverged.
 * @param lowest the lowest dev loss of its epochs, nats per target token
 */
export function divergedRun(
  lowest: number,
  targetVocabulary: number,
  { learningRate }: { readonly learningRate: number },
): DivergenceError {
  const guessing = Math.log(targetVocabulary);
  return new DivergenceError({
    kind: "diverged",
    text:
      `training has diverged: the lowest dev loss of an epoch is ${lowest.toPrecision(4)} nats per token, and guessing ` +
      `among ${targetVocabulary} target tokens has ${guessing.toPrecision(4)}; no model was kept. ` +
      `training.learningRate is ${learningRate}. ${wayOut}`,
    ...{ loss: lowest, guessing, learningRate },
  });
}

/** What to try when training diverges. */
export const wayOut = "Try a lower training.learningRate or training.clipNorm, or more training.warmup.";
