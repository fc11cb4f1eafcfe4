import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Bleu, type BleuOptions, bleu } from "./bleu.ts";
import { chrf } from "./chrf.ts";
import { corpusScore, sentenceScores } from "./corpus-score.ts";
import type { Metric } from "./metric.ts";
import { sentenceOf, toSegments } from "./segment.ts";
import { countSegments, sumRows } from "./segment-counts.ts";
import { ter } from "./ter.ts";

/** Scores that sacreBLEU 2.6.0 gave, with the program that asked it. */
interface Golden {
  readonly sets: Readonly<Record<string, Set>>;
}

interface Set {
  readonly hypotheses: readonly string[];
  /** [references a sentence][sentences] */
  readonly references: readonly (readonly string[])[];
  readonly metrics: Readonly<Record<string, Scores>>;
}

interface Scores {
  readonly score?: number;
  readonly bp?: number;
  readonly precisions?: readonly number[];
  readonly sys_len?: number;
  readonly ref_len?: number;
  readonly signature?: string;
  readonly sentence?: readonly number[];
}

const { sets } = JSON.parse(
  readFileSync(new URL("golden-sacrebleu.json", import.meta.url), "utf8"),
) as Golden;

/** The metrics that the file names by their options. */
const named: Readonly<Record<string, Metric>> = {
  "bleu|13a|exp|lowercase": bleu({ lowercase: true }),
  "sentence-bleu|13a|exp|effective": bleu({ effectiveOrder: true }),
  chrf: chrf(),
  "chrf++": chrf({ wordOrder: 2 }),
  "chrf|whitespace": chrf({ whitespace: true }),
  "chrf|beta1": chrf({ beta: 1 }),
  "chrf|eps": chrf({ epsSmoothing: true }),
  ter: ter(),
  "ter|normalized": ter({ normalized: true }),
  "ter|no_punct": ter({ noPunct: true }),
  "ter|case_sensitive": ter({ caseSensitive: true }),
  "ter|normalized|asian": ter({ normalized: true, asianSupport: true }),
};

function metricOf(key: string): Metric {
  const [, tokenize, smooth] = key.split("|") as [string, BleuOptions["tokenize"], BleuOptions["smooth"]];
  return named[key] ?? bleu({ tokenize, smooth });
}

const close = (value: number, expected: number, what: string): void =>
  expect(Math.abs(value - expected), `${what}: ${value} for ${expected}`).toBeLessThan(1e-9);

const cases = Object.entries(sets).flatMap(([name, set]) =>
  Object.entries(set.metrics).map(([key, scores]) => ({ name, key, set, scores })),
);

describe("sacreBLEU's scores", () => {
  it.each(cases)("$name, $key", ({ key, set, scores }) => {
    const metric = metricOf(key);
    const segments = toSegments(
      set.hypotheses.map(sentenceOf),
      set.hypotheses.map((_, i) => set.references.map((side) => sentenceOf(side[i]!))),
    );
    const { score, bp, precisions, sys_len, ref_len, signature, sentence, ...others } = scores;
    expect(others).toEqual({});
    if (score !== undefined) close(corpusScore(metric, segments), score, "corpus");
    if (sentence !== undefined) {
      const found = sentenceScores(metric, segments);
      expect(found).toHaveLength(sentence.length);
      for (const [i, expected] of sentence.entries()) close(found[i]!, expected, `sentence ${i + 1}`);
    }
    if (precisions !== undefined) {
      const details = (metric as Bleu).details(sumRows(countSegments(metric, segments)));
      close(details.brevityPenalty, bp!, "brevity penalty");
      for (const [i, expected] of precisions.entries()) close(details.precisions[i]!, expected, `p${i + 1}`);
      expect(details).toMatchObject({ hypothesisLength: sys_len, referenceLength: ref_len });
    }
    if (signature !== undefined) {
      const own = metric.signature(set.references.length).split("|");
      expect(own.slice(0, -1)).toEqual(signature.split("|").slice(0, -1));
      expect(own.at(-1)).toMatch(/^version:henkan-\d/);
    }
  });
});
