import { describe, expect, it } from "vitest";
import {
  bleu,
  chrf,
  corpusScore,
  type Metric,
  type Segment,
  sentenceOf,
  sentenceScores,
  ter,
} from "../src/metrics/index.ts";
import { RandomStream } from "../src/random.ts";
import { drawnWords, edited, lineOf } from "./support/drawn-sentences.ts";
import { askPython, withoutModules } from "./support/python.ts";

const without = withoutModules("sacrebleu");

/** Lines, and the references of each. */
interface Lines {
  readonly hypothesis: string;
  readonly references: readonly string[];
}

interface Scores {
  readonly corpus: number;
  readonly sentences: readonly number[];
}

/** Ours, beside sacreBLEU's class and its options. */
interface Compared {
  readonly own: Metric;
  readonly theirs: { readonly kind: "BLEU" | "CHRF" | "TER"; readonly options: object };
}

const compared: Readonly<Record<string, Compared>> = Object.fromEntries([
  ...(["13a", "intl", "char", "zh", "none"] as const).flatMap((tokenize) =>
    (["exp", "floor", "add-k", "none"] as const).map((smooth) => [
      `BLEU, ${tokenize}, ${smooth}`,
      {
        own: bleu({ tokenize, smooth }),
        theirs: { kind: "BLEU", options: { tokenize, smooth_method: smooth } },
      },
    ]),
  ),
  [
    "BLEU, lower case, effective order, floor 0.3",
    {
      own: bleu({ lowercase: true, effectiveOrder: true, smooth: "floor", smoothValue: 0.3 }),
      theirs: {
        kind: "BLEU",
        options: { lowercase: true, effective_order: true, smooth_method: "floor", smooth_value: 0.3 },
      },
    },
  ],
  ["chrF", { own: chrf(), theirs: { kind: "CHRF", options: {} } }],
  ["chrF++", { own: chrf({ wordOrder: 2 }), theirs: { kind: "CHRF", options: { word_order: 2 } } }],
  [
    "chrF, lower case, white space, eps, β 3",
    {
      own: chrf({ lowercase: true, whitespace: true, epsSmoothing: true, beta: 3 }),
      theirs: { kind: "CHRF", options: { lowercase: true, whitespace: true, eps_smoothing: true, beta: 3 } },
    },
  ],
  ["TER", { own: ter(), theirs: { kind: "TER", options: {} } }],
  [
    "TER, normalized, Asian, case-sensitive",
    {
      own: ter({ normalized: true, asianSupport: true, caseSensitive: true }),
      theirs: { kind: "TER", options: { normalized: true, asian_support: true, case_sensitive: true } },
    },
  ],
  [
    "TER, no punctuation",
    { own: ter({ noPunct: true }), theirs: { kind: "TER", options: { no_punct: true } } },
  ],
]) as Record<string, Compared>;

const random = new RandomStream(19, "sacrebleu");

function drawn(count: number, references: () => number): Lines[] {
  return Array.from({ length: count }, () => {
    const words = drawnWords(random);
    const hypothesis = random.integer(30) === 0 ? "" : lineOf(edited(words, random), random);
    return {
      hypothesis,
      references: Array.from({ length: references() }, () => lineOf(edited(words, random), random)),
    };
  });
}

const sets: Readonly<Record<string, readonly Lines[]>> = {
  "1,200 sentences with one reference": drawn(1200, () => 1),
  "500 sentences with three references": drawn(500, () => 3),
  "500 sentences with one to four references": drawn(500, () => 1 + random.integer(4)),
  "empty lines alone": [{ hypothesis: "", references: [""] }],
  "an empty output": [{ hypothesis: "", references: ["a b c d"] }],
  "an empty reference": [{ hypothesis: "a b c d", references: [""] }],
};

function transposed(lines: readonly Lines[]) {
  const most = Math.max(...lines.map(({ references }) => references.length));
  return {
    hypotheses: lines.map(({ hypothesis }) => hypothesis),
    references: Array.from({ length: most }, (_, n) => lines.map(({ references }) => references[n] ?? null)),
  };
}

/** sacreBLEU adds and multiplies in another order. */
function expectSame(value: number, expected: number, what: unknown): void {
  const tolerance = 1e-9 * Math.max(1e-9, Math.abs(expected));
  expect(Math.abs(value - expected), `${JSON.stringify(what)}: ${value} for ${expected}`).toBeLessThanOrEqual(
    tolerance,
  );
}

describe.skipIf(without !== "")(`drawn sentences score as in sacreBLEU${without}`, () => {
  const names = Object.keys(compared);
  const answers =
    without === ""
      ? askPython<Scores[][]>("sacrebleu_scores.py", {
          sets: Object.values(sets).map(transposed),
          metrics: Object.values(compared).map(({ theirs }) => theirs),
        })
      : [];
  const cases = Object.keys(sets).flatMap((set, s) => names.map((name, m) => ({ set, s, name, m })));

  it.each(cases)("$name of $set", ({ set, s, name, m }) => {
    const lines = sets[set]!;
    const segments = lines.map(
      ({ hypothesis, references }): Segment => ({
        hypothesis: sentenceOf(hypothesis),
        references: references.map(sentenceOf),
      }),
    );
    const { own } = compared[name]!;
    const expected = answers[s]![m]!;
    expectSame(corpusScore(own, segments), expected.corpus, "corpus");
    for (const [i, score] of sentenceScores(own, segments).entries()) {
      expectSame(score, expected.sentences[i]!, lines[i]);
    }
  });
});
