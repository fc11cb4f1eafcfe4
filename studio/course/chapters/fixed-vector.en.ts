import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { recalled } from "../numbers/crowded-vector.ts";
import { percent } from "../numbers/decimal.ts";

const sentences = 10;
const share = (T: number, H: number): string => {
  const { right, words } = recalled(T, H, sentences).one;
  return percent(right / words);
};

export const text: ChapterText = {
  lead: "The context vector has H numbers, however long the sentence. What happens when there are more words than it can hold?",
  sections: [
    {
      id: "bottleneck",
      title: "A bottleneck",
      blocks: [
        prose`Everything that the decoder knows of the input must pass through $c$. For four words that is easy. For forty words it still has the same $H$ numbers, and each word gets a smaller share of them. This is the **bottleneck** of seq2seq: quality falls as sentences get longer.`,
        prose`There is a second cause. The first word of the input is $T$ steps away from $c$, and information and gradients have to survive all of them. Reading the input backwards (Sutskever 2014) brings its first words nearer to the decoder, and helped; it does not make $c$ any larger.`,
      ],
    },
    {
      id: "model",
      title: "A vector that gets full",
      blocks: [
        prose`The widget shows the bottleneck without any training. It adds up the vectors of $T$ words, each bound to its position by signs, and then reads the words back one at a time:`,
        equation`\begin{aligned} c &= \sum_{t=1}^{T} p_t \odot v(x^t) \\ \hat{x}^t &= \operatorname*{arg\,max}_{w}\; v(w) \cdot (p_t \odot c) \end{aligned}`,
        prose`With $H = 64$, nearly all of [5 words](?H=64&T=5) are read back (${share(5, 64)}), of [10 words](?H=64&T=10) ${share(10, 64)}, and of [30 words](?H=64&T=30) ${share(30, 64)}. [Twice the size](?H=128&T=10) helps (${share(10, 128)}), but only moves the wall. A trained RNN finds a better code than this sum; in return it has to learn the code. Whether it meets the same wall can be measured.`,
        prose`The other line shows what happens if each word keeps a vector of its own. It does not fall, because the memory grows with the sentence. That is the idea of the [next chapter](#/course/attention).`,
      ],
    },
    {
      id: "measured",
      title: "Measure it",
      blocks: [
        prose`With trained models, the [long-sentence experiment](#/experiment?task=reverse) trains one model with a fixed vector and one with attention on the same batches, and scores both by length. You can also [watch the two learn side by side](#/train?task=reverse&beside=fixed). Two things make such a comparison fair:`,
        list(
          "Both models get the same number of weights, data and updates.",
          "The vector of a bidirectional encoder is [last forward state; first backward state]. Its output at the last position would hold a backward state that has read one word only.",
        ),
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "why-long",
      ask: "Why does a fixed vector hurt long sentences most?",
      options: [
        "The decoder has no state for so many steps",
        "The vocabulary is larger for long sentences",
        "The same few numbers must hold more and more words",
        "Softmax cannot be computed over long sequences",
      ],
      answer: 2,
      right: "Yes: the size of c does not depend on T.",
      wrong: "What grows with the sentence, and what does not?",
    },
    {
      kind: "choice",
      id: "remedy",
      ask: "Which change removes the bottleneck instead of only moving it?",
      options: [
        "A larger hidden state",
        "Reading the input backwards",
        "More layers in the encoder",
        "Keeping the encoder's state of every position and letting the decoder look at them",
      ],
      answer: 3,
      right: "Yes. The memory then grows with the sentence: T vectors instead of one.",
      wrong:
        "A larger vector holds more words, but its size is still fixed. Look for the memory that grows with T.",
    },
    {
      kind: "number",
      id: "numbers-per-word",
      ask: prose`A context vector has $H = 512$ numbers. How many numbers per word does this leave for a sentence of 32 words?`,
      answer: 512 / 32,
      tolerance: 0,
      right: "Right. For a sentence of four words there would be 128.",
      wrong: prose`Divide: $H / T = 512 / 32$.`,
    },
  ],
};
