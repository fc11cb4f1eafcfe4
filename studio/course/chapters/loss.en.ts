import { type ChapterText, equation, prose, table } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { batchLoss, lossSentences, manyTokens, sentenceLoss } from "../numbers/sentence-loss.ts";

const [first, second] = lossSentences;
const one = sentenceLoss(first.probabilities);
const other = sentenceLoss(second.probabilities);
const both = batchLoss([first.probabilities, second.probabilities]);
const halved = sentenceLoss([first.probabilities[0] / 2, ...first.probabilities.slice(1)]);

export const text: ChapterText = {
  lead: "Training changes the weights so that the right output becomes likelier. One formula says this; here it is on one sentence.",
  sections: [
    {
      id: "formula",
      title: "The formula",
      blocks: [
        equation`E(w) = -\frac{1}{N} \sum_{n=1}^{N} \log P(y_n^1, y_n^2, \ldots, y_n^{T'} \mid x_n^1, x_n^2, \ldots, x_n^T; w)`,
        prose`Choose a symbol in the widget to see what it is in this example. They mean:`,
        table(
          ["symbol", "meaning"],
          [prose`$N$`, "how many pairs are in the batch"],
          [prose`$x_n^1, \ldots, x_n^T$`, prose`the input sequence of pair $n$`],
          [prose`$y_n^1, \ldots, y_n^{T'}$`, prose`the right output of pair $n$`],
          [prose`$w$`, "the weights of the model, which training changes"],
          [prose`$P(\ldots)$`, "the probability that the model gives to this output"],
          [prose`$\log P(\ldots)$`, "the log-likelihood: 0 at best, and the lower the less likely"],
          [prose`$-\frac{1}{N} \sum$`, "the mean over the batch, with its sign changed: smaller is better"],
        ),
        prose`This is **maximum likelihood** estimation: the weights with the smallest $E(w)$ are those under which the right outputs are the likeliest.`,
      ],
    },
    {
      id: "tokens",
      title: "From the sentence to its tokens",
      blocks: [
        prose`The probability of a sentence is a product over its tokens, and the logarithm turns it into a sum:`,
        equation`-\log P(y_n \mid x_n) = \sum_{t=1}^{T'} -\log P(y_n^t \mid y_n^1, \ldots, y_n^{t-1}, x_n)`,
        prose`[At the start](?n=1) the model gives the four right tokens the probabilities ${first.probabilities.join(", ")}. Their product is ${decimal(one.probability, 3)}. Their terms are ${one.terms.map((term) => decimal(term, 3)).join(" + ")} ≈ ${decimal(one.loss, 3)}. Sums do not underflow: the product of ${manyTokens} such numbers is too small for a 32-bit float.`,
        prose`Each term is the **cross-entropy** between the model's distribution and one that gives the right token all of the probability. So “maximum likelihood” and “cross-entropy loss” are the same thing here. [Halve the first probability](?n=1&p=${first.probabilities[0] / 2},${first.probabilities.slice(1).join(",")}): the loss grows by $\log 2$, from ${decimal(one.loss, 3)} to ${decimal(halved.loss, 3)}, wherever it was before.`,
      ],
    },
    {
      id: "means",
      title: "Two means, and perplexity",
      blocks: [
        prose`With [both sentences in the batch](?n=2), $N = 2$ and $E(w) = (${decimal(one.loss, 3)} + ${decimal(other.loss, 3)}) / 2 = ${decimal(both.perSentence, 3)}$. Long sentences weigh more in this mean, because they have more terms. That is why the mean over tokens is reported as well, here ${decimal(both.perToken, 3)}.`,
        prose`The exponential of the mean over tokens is the **perplexity**. With $M$ tokens in the batch:`,
        equation`\mathrm{PPL} = \exp\Big(-\frac{1}{M} \sum_{n=1}^{N} \sum_{t=1}^{T'} \log P(y_n^t \mid y_n^1, \ldots, y_n^{t-1}, x_n)\Big)`,
        prose`Here it is ${decimal(both.perplexity, 2)}: the model hesitates as if among so many equally likely tokens. The best value is 1; a model that gives every token the same probability has the size of the vocabulary.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "minus",
      ask: prose`Why is there a minus sign in $E(w)$?`,
      options: [
        "Because the gradient descends",
        "Because probabilities may be negative",
        prose`Because the sum runs from $n = 1$`,
        prose`Because $\log P$ is at most 0, and a loss should be smaller where the model is better`,
      ],
      answer: 3,
      right: "Yes. To maximise the likelihood is to minimise its negative logarithm.",
      wrong: prose`A probability is at most 1. What sign does its logarithm have?`,
    },
    {
      kind: "number",
      id: "product",
      ask: "A model gives the right tokens of a sentence the probabilities 0.5, 0.5 and 0.8. What is the probability of the sentence?",
      answer: sentenceLoss([0.5, 0.5, 0.8]).probability,
      tolerance: 0.0005,
      right: "Right: the product of the three.",
      wrong: "Multiply them: each is the probability of a token given all before it.",
    },
    {
      kind: "number",
      id: "loss",
      ask: prose`What is the loss $-\log P$ of that sentence, with the natural logarithm, to two decimals?`,
      answer: sentenceLoss([0.5, 0.5, 0.8]).loss,
      tolerance: 0.01,
      right: prose`Right: $-\log 0.2$.`,
      wrong: prose`Take $-\log$ of the product 0.2, or add $-\log 0.5$ twice and $-\log 0.8$ once.`,
    },
    {
      kind: "number",
      id: "perplexity",
      ask: "A model gives every right token the probability 0.25. What is its perplexity?",
      answer: batchLoss([[0.25, 0.25, 0.25]]).perplexity,
      tolerance: 0.005,
      right: "Right: as if it chose among four equally likely tokens.",
      wrong: prose`Perplexity is $\exp$ of the mean of $-\log 0.25$, and $\exp(\log 4)$ is …`,
    },
  ],
};
