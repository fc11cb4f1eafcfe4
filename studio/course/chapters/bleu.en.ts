import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { bleuHypotheses, bleuParts, bleuReference, ngrams } from "../numbers/bleu-parts.ts";
import { decimal } from "../numbers/decimal.ts";

const parts = (hypothesis: keyof typeof bleuHypotheses) =>
  bleuParts(bleuHypotheses[hypothesis], [bleuReference]);
const good = parts("good");
const short = parts("short");
const repeated = parts("repeated");
const [the] = ngrams(bleuHypotheses.repeated, [bleuReference], 1);
const link = (hypothesis: string): string => encodeURIComponent(hypothesis);

export const text: ChapterText = {
  lead: "How good is a translation? BLEU counts how many of its word sequences appear in a reference that people wrote.",
  sections: [
    {
      id: "precision",
      title: "Precision of n-grams",
      blocks: [
        prose`An **n-gram** is a sequence of $n$ words. The precision $p_n$ is the share of the hypothesis' n-grams that appear in the reference. For [“${bleuHypotheses.good}”](?hyp=${link(bleuHypotheses.good)}&n=1) against “${bleuReference}”:`,
        list(
          ...good.matches.map(
            (count, i) =>
              prose`$p_${i + 1} = ${count} / ${good.totals[i]} = ${decimal(count / good.totals[i]!, 3)}$`,
          ),
        ),
        prose`$p_1$ tells whether the words are right; longer n-grams tell whether their order is. [All words in the wrong order](?hyp=${link(bleuHypotheses.shuffled)}&n=2) have $p_1 = 1$ and $p_2 = 0$.`,
      ],
    },
    {
      id: "clipping",
      title: "Clipping",
      blocks: [
        prose`Plain precision is easily deceived. [“${bleuHypotheses.repeated}”](?hyp=${link(bleuHypotheses.repeated)}&n=1) consists of a word that does appear in the reference. Is its precision $${the!.count} / ${the!.count}$? No: an n-gram counts at most as often as it appears in the reference that has it most often. “the” appears ${the!.clipped === 1 ? "once" : `${the!.clipped} times`}, so $p_1 = ${repeated.matches[0]} / ${repeated.totals[0]}$.`,
      ],
    },
    {
      id: "brevity",
      title: "Brevity penalty",
      blocks: [
        prose`Precision asks only whether what was written is right, not whether everything was written. [“${bleuHypotheses.short}”](?hyp=${link(bleuHypotheses.short)}&n=1) has all precisions 1, though half of the sentence is missing. So the score of an output of $c$ words is reduced when its reference has more, $r$ words:`,
        equation`\mathrm{BP} = \begin{cases} 1 & c \ge r \\ e^{1 - r/c} & c < r \end{cases}`,
        prose`Here $c = ${short.hypothesisLength}$, $r = ${short.referenceLength}$ and $\mathrm{BP} = ${decimal(short.brevityPenalty, 3)}$. With several references, $r$ is the length of the one that is nearest in length. Outputs that are too long need no penalty: their precisions fall by themselves.`,
      ],
    },
    {
      id: "score",
      title: "The score",
      blocks: [
        prose`BLEU is the geometric mean of $p_1$ to $p_4$ times the brevity penalty, usually written from 0 to 100:`,
        equation`\mathrm{BLEU} = \mathrm{BP} \cdot \exp\Big(\frac{1}{4} \sum_{n=1}^{4} \log p_n\Big)`,
        prose`For the first example it is ${decimal(good.score, 1)}, for the short one ${decimal(short.score, 1)}. If one $p_n$ is 0, so is the product. That is why BLEU is computed over a whole corpus: the counts of all sentences are added up first. For single sentences there is smoothing. Compare only scores that were computed in the same way: how the text is cut into words changes the number. All numbers here come from the code that scores models in henkan, which gives the same as sacreBLEU.`,
      ],
    },
  ],
  questions: [
    {
      kind: "number",
      id: "clipped",
      ask: "Hypothesis: “a a b”. Reference: “a b c”. What is the clipped precision of words, to two decimals?",
      answer: (() => {
        const { matches, totals } = bleuParts("a a b", ["a b c"]);
        return matches[0]! / totals[0]!;
      })(),
      tolerance: 0.01,
      right: "Right: one “a” and one “b” count, of three words.",
      wrong:
        "The reference has “a” only once, so the second one does not count. How many of three words are left?",
    },
    {
      kind: "number",
      id: "brevity",
      ask: "An output has 8 words, its reference 10. What is the brevity penalty, to two decimals?",
      answer: bleuParts("a b c d e f g h", ["a b c d e f g h i j"]).brevityPenalty,
      tolerance: 0.01,
      right: prose`Right: $e^{1 - 10/8} = e^{-0.25}$.`,
      wrong: prose`$c = 8 < r = 10$, so it is $e^{1 - r/c}$.`,
    },
    {
      kind: "choice",
      id: "long",
      ask: "Why does BLEU need no penalty for outputs that are too long?",
      options: [
        "Long outputs are cut off",
        "Recall is computed, too",
        "The geometric mean ignores them",
        "Extra words find no match and lower the precisions",
      ],
      answer: 3,
      right: "Yes. They add to the denominator only.",
      wrong:
        "What happens to matches / n-grams of the hypothesis when words are added that are not in the reference?",
    },
    {
      kind: "choice",
      id: "zero",
      ask: "An output shares many words with its reference, but no sequence of four. What is its BLEU without smoothing?",
      options: ["0", "The mean of the other three precisions", "25", "Undefined"],
      answer: 0,
      right: prose`Yes: $\log 0 = -\infty$, and $e^{-\infty} = 0$.`,
      wrong: prose`BLEU is a geometric mean. What is a product with one factor 0?`,
    },
  ],
};
