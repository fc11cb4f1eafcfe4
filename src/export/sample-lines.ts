import type { Pair } from "../data/pair.ts";
import { RandomStream } from "../random.ts";
import type { Model } from "../seq2seq/model.ts";
import { EOS, UNK } from "../text/index.ts";
import type { ModelToExport } from "./model-to-export.ts";

const most = 64;
/** Numbers of tokens of made-up lines. */
const madeLengths = [1, 2, 3, 5, 8, 13];

/** Lines to try a model with: the first of the dev pairs; else those of its report; else lines of random tokens. */
export function sampleLines({ model, examples }: ModelToExport, dev: readonly Pair[] = []): string[] {
  const distinct = (lines: readonly string[]) =>
    [...new Set(lines)].filter((line) => model.source.tokens(line).length > 0).slice(0, most);
  const real = distinct(dev.length > 0 ? dev.map(({ source }) => source) : examples);
  return real.length > 0 ? real : distinct(madeLines(model));
}

function madeLines({ source, configuration }: Model): string[] {
  const first = EOS + 1; // after the special symbols
  const tokens = source.vocabulary.size - first;
  const random = new RandomStream(1, "sample lines");
  return madeLengths.map((length) => {
    const ids = Array.from({ length: Math.min(length, configuration.source.maximumLength) }, () =>
      tokens > 0 ? first + random.integer(tokens) : UNK,
    );
    return source.decode(ids);
  });
}
