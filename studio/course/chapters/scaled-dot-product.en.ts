import { type ChapterText, equation, prose, table } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { fourWords, keySize, keyWords, Q, queryWords, saturation, V } from "../numbers/four-words.ts";

const on = fourWords(true);
const off = fourWords(false);
const cold = 2;
const largest = 256;
const { scaled, plain } = saturation(largest);
const row = (values: readonly number[], decimals: number): string =>
  values.map((value) => decimal(value, decimals)).join(", ");
const powers = on.scores[cold]!.map((score) => Math.exp(score));
const sum = powers.reduce((a, b) => a + b, 0);

export const text: ChapterText = {
  lead: "The formula of the Transformer, computed on four words with whole numbers, and what its square root is for.",
  sections: [
    {
      id: "formula",
      title: "The formula",
      blocks: [
        equation`\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V`,
        table(
          ["symbol", "meaning", "here"],
          [
            prose`$Q$`,
            "a row for each output position: what it looks for",
            prose`$${queryWords.length} \times ${keySize}$`,
          ],
          [
            prose`$K$`,
            "a row for each input word: what it is compared by",
            prose`$${keyWords.length} \times ${keySize}$`,
          ],
          [
            prose`$V$`,
            "a row for each input word: what it contributes",
            prose`$${V.length} \times ${V[0]!.length}$`,
          ],
          [prose`$d_k$`, "the size of a key", prose`$${keySize}$, so $\sqrt{d_k} = ${Math.sqrt(keySize)}$`],
        ),
      ],
    },
    {
      id: "hand",
      title: "One row by hand",
      blocks: [
        prose`Take the row of [寒い](?row=${cold}&scaled=1): $q = (${Q[cold]!.join(", ")})$.`,
        prose`**1. Products.** $q$ times each key: ${row(on.products[cold]!, 0)}.`,
        prose`**2. Scale.** Divide by $\sqrt{${keySize}} = ${Math.sqrt(keySize)}$: ${row(on.scores[cold]!, 0)}.`,
        prose`**3. Softmax.** $e^0, e^1, e^4, e^1$ are ${row(powers, 2)}; their sum is ${decimal(sum, 2)}. Divided by it they are ${row(on.weights[cold]!, 3)}.`,
        prose`**4. Mix.** With these weights the rows of $V$ give $(${row(on.output[cold]!, 2)})$: nearly the row of “cold”, $(${V[cold]!.join(", ")})$. Choose other rows in the widget and check them with a calculator.`,
      ],
    },
    {
      id: "root",
      title: "What the square root is for",
      blocks: [
        prose`[Switch it off](?row=${cold}&scaled=0). The weight of “cold” rises from ${decimal(on.weights[cold]![2]!, 3)} to ${decimal(off.weights[cold]![2]!, 3)}: softmax **saturates**. At $d_k = ${keySize}$ this does little harm, but it gets worse as $d_k$ grows. If the numbers of $q$ and $k$ are independent with mean 0 and variance 1, then`,
        equation`\operatorname{Var}(q \cdot k) = \operatorname{Var}\Big(\sum_{i=1}^{d_k} q_i k_i\Big) = d_k`,
        prose`so scores have the standard deviation $\sqrt{d_k}$. For $d_k = ${largest}$ it is ${Math.sqrt(largest)} (in the drawn numbers of the widget ${decimal(plain.deviation, 1)}), and the largest of four weights is ${decimal(plain.largest, 2)} on average. Divided by $\sqrt{d_k}$ the deviation is 1 whatever the size, and the largest weight is ${decimal(scaled.largest, 2)}.`,
        prose`A saturated softmax hardly learns. Its derivative is $\partial \alpha_s / \partial e_s = \alpha_s (1 - \alpha_s)$, which is near 0 where a weight is near 0 or 1. The lower chart shows their sum over the four weights: ${decimal(scaled.slope, 2)} with the root, ${decimal(plain.slope, 2)} without, at $d_k = ${largest}$.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "why",
      ask: prose`Why are scores divided by $\sqrt{d_k}$?`,
      options: [
        "So that the weights add up to 1",
        "So that the product takes less time",
        "So that their spread does not grow with the size of the keys, and softmax does not saturate",
        "So that padding gets no weight",
      ],
      answer: 2,
      right: "Yes. Saturated weights have almost no gradient.",
      wrong: prose`The weights add up to 1 in any case. What is the variance of a sum of $d_k$ products?`,
    },
    {
      kind: "number",
      id: "deviation",
      ask: prose`The numbers of $q$ and $k$ are independent with mean 0 and variance 1, and $d_k = 64$. What is the standard deviation of $q \cdot k$?`,
      answer: Math.sqrt(64),
      tolerance: 0.005,
      right: prose`Right: the variance is 64, its root is 8.`,
      wrong: prose`The variance is $d_k$. The standard deviation is its square root.`,
    },
    {
      kind: "number",
      id: "score",
      ask: prose`$q = (1, 2, 0, 1)$, $k = (3, 1, 5, 1)$. What is the scaled score $q \cdot k / \sqrt{d_k}$?`,
      answer: (3 + 2 + 0 + 1) / Math.sqrt(4),
      tolerance: 0.005,
      right: prose`Right: $(3 + 2 + 0 + 1) / 2$.`,
      wrong: prose`The product is $3 + 2 + 0 + 1 = 6$, and the key has four numbers.`,
    },
    {
      kind: "choice",
      id: "shape",
      ask: prose`There are 7 queries and 5 keys, $d_k = 64$, and values have 32 numbers. What is the shape of the result?`,
      options: [prose`$5 \times 32$`, prose`$7 \times 5$`, prose`$7 \times 64$`, prose`$7 \times 32$`],
      answer: 3,
      right: "Yes: one row for each query, of the size of a value.",
      wrong: prose`$QK^\top$ is $7 \times 5$; multiply it by $V$, which is $5 \times 32$.`,
    },
  ],
};
