import type { Configuration } from "../configuration/configuration.ts";
import type { Example } from "../data/index.ts";
import { RandomStream } from "../random.ts";
import { EOS, type Tokenizer } from "../text/index.ts";

/**
 * An example whose subwords are cut anew, at random (Kudo 2018; Provilkov 2020): another way in each epoch, decided by the
 * seed. A side whose `regularization` is 0 is left as it is. What is cut is the text that the example's ids stand for, so
 * that it makes no difference where examples come from.
 */
export function redraw(
  example: Example,
  tokenizers: Readonly<Record<"source" | "target", Tokenizer>>,
  { source, target, training }: Configuration,
  key: { readonly epoch: number; readonly example: number },
): Example {
  const strengths = { source: source.regularization ?? 0, target: target.regularization ?? 0 };
  if (strengths.source === 0 && strengths.target === 0) return example;
  const random = new RandomStream(training.seed, `subwords of epoch ${key.epoch}`, key.example);
  const side = (name: "source" | "target"): Int32Array => {
    const strength = strengths[name];
    if (strength === 0) return example[name];
    const tokenizer = tokenizers[name];
    return Int32Array.from([...tokenizer.sample(tokenizer.decode(example[name]), random, strength), EOS]);
  };
  return { source: side("source"), target: side("target") };
}
