import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { decimal, percent } from "../numbers/decimal.ts";
import { batchMean, leaked, maskedWeights, paddedBatch } from "../numbers/masked-batch.ts";

const [, second, third] = paddedBatch;
const real = paddedBatch.reduce((sum, { length }) => sum + length, 0);
const all = paddedBatch.length * paddedBatch[0]!.tokens.length;
const causal = maskedWeights("causal", 4);

export const text: ChapterText = {
  lead: "A batch is a rectangle, sentences are not. What fills the gap must have no effect.",
  sections: [
    {
      id: "padding",
      title: "Padding",
      blocks: [
        prose`Training takes many sentences at a time, and a tensor has one length for all of them. So the shorter ones are filled up with a token that means nothing, ${"`<pad>`"}. The widget's batch has ${paddedBatch.length} sentences and ${all} positions; ${real} of them are words.`,
        prose`By itself, a network reads ${"`<pad>`"} like any word. A **mask**, 1 for real and 0 for padding, has to remove it in three places: the recurrence, the attention and the loss.`,
      ],
    },
    {
      id: "attention",
      title: "In attention",
      blocks: [
        prose`Without a mask, attention [leaks](?mask=none&sentence=1): in “${second!.tokens.slice(0, second!.length).join(" ")}” ${percent(leaked("none", second!.length))} of the weight goes to padding, in [“${third!.tokens.slice(0, third!.length).join(" ")}”](?mask=none&sentence=2) ${percent(leaked("none", third!.length))}. The same sentence would get another translation in another batch.`,
        prose`The remedy comes **before** softmax: a very large negative number is added to the scores of padding.`,
        equation`\begin{aligned} \alpha &= \operatorname{softmax}(e + m) \\ m_s &= \begin{cases} 0 & \text{real} \\ -10^9 & \text{padding} \end{cases} \end{aligned}`,
        prose`[With the mask](?mask=padding&sentence=1) these weights are exactly 0, since $e^{-10^9}$ is 0 in floating point, and the others add up to 1. Setting weights to 0 after softmax would not do: the rest would no longer add up to 1.`,
      ],
    },
    {
      id: "rest",
      title: "In the recurrence and in the loss",
      blocks: [
        list(
          prose`**Recurrence**: where the mask is 0, the state stays as it was, $h^t = h^{t-1}$. So the last state is that of the last real word. For the backward direction of a bidirectional encoder this matters even more, since it meets the padding first.`,
          prose`**Loss**: padding has a loss, but it does not count. Averaged over all ${all} positions, the loss seems to be ${decimal(batchMean(false), 3)} a token; over the ${real} real ones it is ${decimal(batchMean(true), 3)}. The first number looks better only because a model soon learns that ${"`<pad>`"} follows ${"`<pad>`"}.`,
        ),
      ],
    },
    {
      id: "causal",
      title: "The mask of the future",
      blocks: [
        prose`The second use of masks is in the decoder of a Transformer. It is trained on all positions at once, so the right answers stand in its input. A [**causal mask**](?mask=causal&sentence=0) hides what comes later: position $t$ sees only positions $s \le t$. The weights form a triangle, and the first row is ${causal[0]!.map((weight) => decimal(weight, 0)).join(", ")}: the first word sees nothing but itself. The decoder of an RNN needs no such mask, because it has not read the future yet. [Both together](?mask=both&sentence=2) are used in batches of padded targets.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "where",
      ask: "Where is the mask of attention applied?",
      options: [
        "To the weights, after softmax, as a 0",
        "To the values, as a 0",
        "To the scores, before softmax, as a large negative number",
        "To the result",
      ],
      answer: 2,
      right: "Yes. So the remaining weights still add up to 1.",
      wrong:
        "After softmax it is too late: padding has taken its share, and the rest no longer adds up to 1.",
    },
    {
      kind: "number",
      id: "two-left",
      ask: prose`Three positions have the scores 1, 1 and 5; the third is padding. With the mask, what is the weight of the first?`,
      answer: 0.5,
      tolerance: 0.005,
      right: "Right: the two real ones get equal shares.",
      wrong: "The third gets 0, whatever its score. The other two have equal scores.",
    },
    {
      kind: "number",
      id: "mean",
      ask: "A sentence has the losses 1.2 and 0.8 for its two words and 0.1 for each of two paddings. What is the right mean loss per token?",
      answer: (1.2 + 0.8) / 2,
      tolerance: 0.005,
      right: "Right: padding counts neither in the sum nor in the number of tokens.",
      wrong: "Leave the padding out of the sum and out of the count: (1.2 + 0.8) / 2.",
    },
    {
      kind: "choice",
      id: "causal",
      ask: "What is a causal mask for?",
      options: [
        "It hides padding",
        "It hides the source sentence from the decoder",
        "It hides rare words",
        "It hides the words after the position that is being predicted",
      ],
      answer: 3,
      right: "Yes. Otherwise the decoder would copy the answer from its input.",
      wrong: "Think of a decoder that is trained on all positions at once: what must it not see?",
    },
  ],
};
