import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { softmax } from "../numbers/softmax.ts";
import { attentionStep, sourceWords } from "../numbers/word-attention.ts";

const today = attentionStep(0);
const particle = attentionStep(1);
const cold = attentionStep(2);
const sharp = attentionStep(2, [], 3);
const numbers = (values: readonly number[], decimals = 2): string =>
  values.map((value) => decimal(value, decimals)).join(", ");

export const text: ChapterText = {
  lead: "Keep the encoder's state of every word, and let the decoder decide anew at each step which of them to look at.",
  sections: [
    {
      id: "idea",
      title: "The idea",
      blocks: [
        prose`The fixed vector has two problems: information is lost in it, and every output gets the same view of the input. **Attention** solves both. For each output word it gives every input word a **weight**, and the weights add up to 1.`,
        prose`While the decoder writes [寒い](?word=2), “cold” has the weight ${decimal(cold.weights[2]!, 2)}. For [今日](?word=0), “today” has ${decimal(today.weights[3]!, 2)}. The particle [は](?word=1) answers to no single word, and its weights are spread: ${numbers(particle.weights)}.`,
      ],
    },
    {
      id: "steps",
      title: "Three steps",
      blocks: [
        list(
          prose`**Score**: compare the decoder's state $s^t$ with each encoder state $h^s$. Here the score is the dot product. For 寒い the scores are ${numbers(cold.scores)}.`,
          prose`**Softmax**: turn scores into weights. Each weight is above 0, and together they are 1: ${numbers(cold.weights)}.`,
          prose`**Weighted mean**: average the encoder states with the weights. The result, $c^t = (${numbers(cold.context)})$, is the context of this step.`,
        ),
        equation`\begin{aligned} e_{ts} &= \operatorname{score}(s^t, h^s) \\ \alpha_{ts} &= \frac{\exp(e_{ts})}{\sum_{s'} \exp(e_{ts'})} \\ c^t &= \sum_{s=1}^{T} \alpha_{ts}\, h^s \end{aligned}`,
        prose`Unlike the fixed $c$, $c^t$ is a new vector in each step. The decoder reads it along with its own state and predicts the next word from both. [Add 3 to the score of “it”](?word=2&add=3,0,0,0) and see how its weight grows at the cost of all others: softmax shares out a total of 1.`,
      ],
    },
    {
      id: "learned",
      title: "Nobody says where to look",
      blocks: [
        prose`Every step can be differentiated, so the scores are learned together with the rest, from pairs of sentences alone. Nobody marks which word corresponds to which. That is why the map of weights is worth a look: it shows the correspondence that the model has found by itself. [Train a model](#/train?task=phrasebook) and watch its map go from grey to sharp. Order is no obstacle: in [reversed sequences](#/train?task=reverse) the line of the map runs along the other diagonal.`,
        prose`A factor $\beta$ before the scores makes attention [sharper](?word=2&beta=3): at $\beta = 3$ “cold” has ${decimal(sharp.weights[2]!, 3)}. At [$\beta = 0$](?word=2&beta=0) all weights are $1/${sourceWords.length}$: a plain mean of all states, which chooses nothing.`,
      ],
    },
    {
      id: "kinds",
      title: "Ways to score",
      blocks: [
        list(
          prose`**Dot** (Luong 2015): $s \cdot h$. Nothing to learn; $s$ and $h$ must have the same size.`,
          prose`**General** (Luong 2015): $s^\top W h$, with a matrix $W$ between them, so that their sizes may differ.`,
          prose`**Additive** (Bahdanau 2015): $v^\top \tanh(W_1 s + W_2 h)$, a small network. The **concat** score of Luong 2015, $v^\top \tanh(W [s; h])$, is the same function.`,
          prose`**Scaled dot** (Vaswani 2017): $s \cdot h / \sqrt{d_k}$, the one of the Transformer; [a later chapter](#/course/scaled-dot-product) is about it.`,
        ),
        prose`Papers also differ in which state of the decoder they use. Bahdanau 2015 computes $c^t$ from the state before, $s^{t-1}$, and reads it to get $s^t$. Luong 2015 first computes $s^t$, then $c^t$ from it, and predicts the word from $\tanh(W_c [c^t; s^t])$. It also proposes, beside **global** attention over all positions, **local** attention that looks at a few of them.`,
        prose`Which is best? [Train two models](#/train?task=dates&beside=additive) on the same batches, one of them with the additive score, and compare.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "sum",
      ask: prose`What is true of the weights $\alpha_{ts}$ of one output word?`,
      options: [
        "They add up to 1 over the output words",
        "They are 0 or 1",
        "They may be negative",
        "They add up to 1 over the input words",
      ],
      answer: 3,
      right: "Yes. Each row of the map adds up to 1; a column need not.",
      wrong: prose`Softmax runs over $s$, the positions of the input, for one fixed $t$.`,
    },
    {
      kind: "number",
      id: "softmax",
      ask: prose`Two input words have the scores 0 and $\log 3$. What is the weight of the second?`,
      answer: softmax([0, Math.log(3)])[1]!,
      tolerance: 0.005,
      right: prose`Right: $3 / (1 + 3)$.`,
      wrong: prose`$\exp(0) = 1$ and $\exp(\log 3) = 3$. Divide the second by the sum.`,
    },
    {
      kind: "choice",
      id: "context",
      ask: prose`What is different about $c^t$, compared with the fixed vector $c$?`,
      options: [
        "It is longer for longer sentences",
        "It is computed anew in each step of the decoder",
        "It is computed by the decoder alone",
        "It consists of whole numbers",
      ],
      answer: 1,
      right: prose`Yes. Its size stays the same, but in each step it is a different mean of the states.`,
      wrong: prose`It is a weighted mean of encoder states, so it has their size. What changes with $t$?`,
    },
    {
      kind: "choice",
      id: "parameters",
      ask: "Which of these scores has no parameters to learn?",
      options: ["additive", "general", "dot", "concat"],
      answer: 2,
      right: "Yes. In return, both states must have the same size.",
      wrong: prose`Look for the formula without a $W$ or a $v$.`,
    },
    {
      kind: "word",
      id: "name",
      ask: "The score of Bahdanau 2015 is a small network with tanh. What is it called?",
      answers: [
        "additive",
        "additive attention",
        "加法",
        "加法アテンション",
        "加法的アテンション",
        "加法注意",
      ],
      right: "Right, since it adds the two products before tanh.",
      wrong: "It adds the products of both states before tanh; hence “additive”.",
    },
  ],
};
