import type { Widths } from "../../data/token-cache/format.ts";
import type { EncodedChunk } from "../../data/token-cache/write-token-cache.ts";
import { type TokenizerOptions, tokenizerFromJson } from "../../text/index.ts";
import { TokenCounter, type TokenCounts } from "../../text/token-counter.ts";

/** The texts of some pairs: source, target, source, target … */
export type Texts = readonly string[];

/** What is to be done with all pairs, as data that threads can be given. */
export type WorkSetup = CountingSetup | EncodingSetup;

/** How tokenizers are learnt; those that are missing are not, and with a joint vocabulary the target is. */
export interface CountingSetup {
  readonly kind: "count";
  readonly source?: TokenizerOptions;
  readonly target?: TokenizerOptions;
  /** Both sides are counted for the source's tokenizer. */
  readonly joint: boolean;
}

/** Tokenizers as JSON, and the most tokens of each side. */
export interface EncodingSetup {
  readonly kind: "encode";
  readonly source: unknown;
  readonly target: unknown;
  readonly sourceLimit: number;
  readonly targetLimit: number;
  readonly widths: Widths;
}

/** What was counted in some pairs. */
interface CountedTexts {
  readonly source?: TokenCounts;
  readonly target?: TokenCounts;
}

/** Some pairs as ids, without those that are too long. */
interface EncodedTexts extends EncodedChunk {
  readonly tooLong: number;
}

type Result<Setup extends WorkSetup> = Setup extends CountingSetup ? CountedTexts : EncodedTexts;

/** What a setup asks for, ready to be done with some pairs at a time. */
export function tokenWork<Setup extends WorkSetup>(setup: Setup): (texts: Texts) => Result<Setup> {
  const work = setup.kind === "count" ? counting(setup) : encoding(setup);
  return work as (texts: Texts) => Result<Setup>;
}

function counting({ source, target, joint }: CountingSetup): (texts: Texts) => CountedTexts {
  const counters = {
    source: source && new TokenCounter(source),
    target: target && new TokenCounter(target),
  };
  return (texts) => {
    for (const [i, text] of texts.entries()) {
      counters[i % 2 === 0 || joint ? "source" : "target"]?.add(text);
    }
    return {
      ...(counters.source && { source: counters.source.take() }),
      ...(counters.target && { target: counters.target.take() }),
    };
  };
}

function encoding({
  widths,
  sourceLimit,
  targetLimit,
  ...json
}: EncodingSetup): (texts: Texts) => EncodedTexts {
  const source = tokenizerFromJson(json.source);
  const target = tokenizerFromJson(json.target);
  return (texts) => {
    const sides: number[][] = [];
    let size = 0;
    let tooLong = 0;
    for (let i = 0; i < texts.length; i += 2) {
      const x = source.encode(texts[i]!);
      const y = target.encode(texts[i + 1]!);
      if (x.length > sourceLimit || y.length > targetLimit) {
        tooLong++;
        continue;
      }
      sides.push(x, y);
      size += x.length + y.length;
    }
    const ids = numbers(widths.id, size);
    let at = 0;
    for (const side of sides) {
      ids.set(side, at);
      at += side.length;
    }
    const lengths = numbers(widths.length, sides.length);
    lengths.set(sides.map((side) => side.length));
    return { ids, lengths, tooLong };
  };
}

function numbers(width: 2 | 4, length: number): Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  return width === 2 ? new Uint16Array(length) : new Uint32Array(length);
}
