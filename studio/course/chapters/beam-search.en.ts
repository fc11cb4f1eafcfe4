import { type ChapterText, equation, list, prose } from "../chapter.ts";
import {
  allHypotheses,
  beamSteps,
  bestOf,
  following,
  type Hypothesis,
  normalised,
  wordsOf,
} from "../numbers/beam-tree.ts";
import { decimal } from "../numbers/decimal.ts";

const found = (K: number): Hypothesis => bestOf(beamSteps(K).found);
const [greedy, two, three] = [found(1), found(2), found(3)];
const best = allHypotheses()[0]!;
const start = following([]);
const P = ({ logP }: Hypothesis): string => decimal(Math.exp(logP), 3);
const short = allHypotheses().find((one) => wordsOf(one) === "寒い")!;
const long = greedy;

export const text: ChapterText = {
  lead: "The model gives probabilities. Which sentence is the likeliest? Taking the likeliest word each time need not find it.",
  sections: [
    {
      id: "greedy",
      title: "Greedy search and its mistake",
      blocks: [
        prose`What we want is the output with the highest probability. There are far too many to try: with 10,000 words and 25 steps, more than there are atoms in the universe.`,
        equation`\hat{y} = \operatorname*{arg\,max}_{y}\; \sum_{t=1}^{T'} \log P(y^t \mid y^1, \ldots, y^{t-1}, x)`,
        prose`**Greedy search** takes the likeliest word in every step and never turns back. In [the widget's table](?k=1&step=1) 今日 is the likeliest first word, with ${start.今日}; greedy search takes it and [ends](?k=1&step=4) with ${wordsOf(greedy)}, of probability ${P(greedy)}. But the best output of all begins with 本日, which has ${start.本日} only: ${wordsOf(best)}, with ${P(best)}. A good beginning may lead nowhere, and a poor one may end well.`,
      ],
    },
    {
      id: "beam",
      title: "Keep the best K",
      blocks: [
        prose`**Beam search** keeps the $K$ best beginnings, or **hypotheses**, in each step:`,
        list(
          "Every hypothesis is continued by every possible next token.",
          prose`All these candidates are ranked together by their log-probability, and only the best $K$ go on. The others are **pruned**.`,
          prose`A candidate that ends with ${"`</s>`"} is finished and set aside. The search is done when none is left to continue.`,
        ),
        prose`With [$K = 2$](?k=2&step=2) 寒い survives the first step, and the result is ${wordsOf(two)} with ${P(two)}: better, but not the best, because 本日 was third and has been pruned. With [$K = 3$](?k=3&step=5) the search finds ${wordsOf(three)}. Go through it step by step and see which candidates fall out.`,
        prose`$K = 1$ is greedy search. The cost grows with $K$, and no $K$ guarantees the best output: only a search without limits is sure to find it.`,
      ],
    },
    {
      id: "length",
      title: "Long outputs are at a disadvantage",
      blocks: [
        prose`Every further word makes $\log P$ smaller, so the plain sum favours short outputs. [In this table](?k=2&step=4&alpha=0) 寒い by itself has $\log P = ${decimal(short.logP, 2)}$, and 今日 は 寒い has $${decimal(long.logP, 2)}$. So it is divided by a penalty that grows with the length (Wu 2016); some divide by the length $|y|$ itself:`,
        equation`\operatorname{score}(y) = \frac{\log P(y \mid x)}{\big((5 + |y|) / 6\big)^{\alpha}}`,
        prose`At $\alpha = 1$ the two have ${decimal(normalised(short, 1), 2)} and ${decimal(normalised(long, 1), 2)}: now the longer one is ahead. With $\alpha = 0$ nothing is changed. The widget's scores come from henkan's own code. For a model that you have trained, [Look inside](#/inspect) draws the same tree.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "greedy",
      ask: "Why may greedy search miss the best output?",
      options: [
        "It stops too early",
        "It draws words at random",
        "The likeliest first word may have only unlikely continuations, and it cannot turn back",
        prose`It does not know ${"`</s>`"}`,
      ],
      answer: 2,
      right: "Yes. It decides by one step, but the product counts all of them.",
      wrong: "Compare 今日 and 本日 in the widget: which is better at first, and which in the end?",
    },
    {
      kind: "number",
      id: "candidates",
      ask: prose`A beam of $K = 4$ live hypotheses, and a vocabulary of 1,000 tokens. How many candidates does one step choose from?`,
      answer: 4 * 1000,
      tolerance: 0,
      right: "Right, and it keeps 4 of them.",
      wrong: "Each of the 4 hypotheses may be continued by each of the 1,000 tokens.",
    },
    {
      kind: "number",
      id: "product",
      ask: prose`A hypothesis has the probabilities 0.4, 0.5 and 0.5 in its steps. What is its probability?`,
      answer: 0.4 * 0.5 * 0.5,
      tolerance: 0.0005,
      right: "Right. Programs add the logarithms instead.",
      wrong: "Multiply the three.",
    },
    {
      kind: "choice",
      id: "one",
      ask: prose`What is beam search with $K = 1$?`,
      options: ["Greedy search", "An exhaustive search", "Random sampling", "Teacher forcing"],
      answer: 0,
      right: "Yes: only the best candidate goes on.",
      wrong: "Of all candidates only one is kept, the likeliest. What was that called?",
    },
  ],
};
