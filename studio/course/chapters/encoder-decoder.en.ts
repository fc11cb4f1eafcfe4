import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { leastDelay } from "../numbers/delay.ts";
import { examplePairs } from "../numbers/example-pairs.ts";

const { weather, reverse, tagging } = examplePairs;
const delays = { weather: leastDelay(weather), reverse: leastDelay(reverse), tagging: leastDelay(tagging) };

export const text: ChapterText = {
  lead: "An RNN already reads and writes. Why does translation take two of them?",
  sections: [
    {
      id: "one",
      title: "What one RNN can do",
      blocks: [
        prose`An RNN reads $x^t$ and can write an output in the same step. This suits [tagging each word](?pair=tagging&delay=${delays.tagging}) with its part of speech: the output has the length of the input, and $y^t$ needs only $x^1, \ldots, x^t$. In the widget every output is possible with a delay of ${delays.tagging}.`,
        prose`Now try [the translation](?pair=weather&delay=0). To write 今日 the network must have read “today”, which is word ${weather.needs[0]}; but after one step it knows only “it”. The table marks each row in which the network would have to write a word that it cannot know yet.`,
      ],
    },
    {
      id: "delay",
      title: "Waiting, and where it ends",
      blocks: [
        prose`We can let the RNN wait before it begins to write. Move the delay: the translation becomes possible at [delay ${delays.weather}](?pair=weather&delay=${delays.weather}), and [reversing a sequence of ${reverse.source.length} letters](?pair=reverse&delay=${delays.reverse}) at ${delays.reverse}. In both cases this is one less than the length of the input: the network has to read everything before it writes its first word.`,
        prose`No single delay fits all sentences: a longer sentence needs a longer one. So we separate the two jobs: first read everything, then write.`,
        equation`\begin{aligned} h^t &= f(x^t, h^{t-1}) \\ c &= h^T, \qquad s^0 = c \\ s^t &= g(y^{t-1}, s^{t-1}) \end{aligned}`,
      ],
    },
    {
      id: "roles",
      title: "Two roles",
      blocks: [
        list(
          prose`The **encoder** $f$ reads. It has its own weights and its own vocabulary, and writes nothing. It may also read from both ends (a **bidirectional RNN**), since the whole input is there.`,
          prose`The **decoder** $g$ writes. It is a language model of the target language, which starts from $c$ instead of from nothing. It can read only what it has written so far.`,
        ),
        prose`With this division, input and output may differ in length, language and order. All that connects the two is the vector $c$; [a later chapter](#/course/fixed-vector) shows what that costs.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "reason",
      ask: "Why is a single RNN that writes one token for each token it reads not enough for translation?",
      options: [
        "RNNs cannot read words, only numbers",
        "A single RNN cannot be trained by gradient descent",
        "An RNN has no hidden state before the last word",
        "Length and order of the output differ from those of the input, so it would have to write words before it has read what they depend on",
      ],
      answer: 3,
      right: "Yes. Input and output are not aligned step by step.",
      wrong: "Think of 今日, the first output word: it depends on the last word of the input.",
    },
    {
      kind: "number",
      id: "least-delay",
      ask: "One RNN reverses a sequence of 8 letters. It writes its first letter in step 1 + delay. What is the smallest delay that works?",
      answer: leastDelay({ source: [], target: [], needs: [8, 7, 6, 5, 4, 3, 2, 1] }),
      tolerance: 0,
      right: "Right: the first output is the eighth letter, which is read in step 8 = 1 + 7.",
      wrong:
        "The first output is the eighth letter. It is read in step 8, and without a delay the first output is written in step 1.",
    },
    {
      kind: "choice",
      id: "aligned",
      ask: "For which task is one RNN without delay enough?",
      options: [
        "Summarising an article",
        "Translating from English into Japanese",
        "Tagging each word with its part of speech",
        "Reversing the letters of a word",
      ],
      answer: 2,
      right: "Yes: one output for each input, and in the same order.",
      wrong: "Look for the task whose outputs have the same length and order as the inputs.",
    },
    {
      kind: "word",
      id: "reader",
      ask: "One of the two networks reads the input and writes nothing. What is it called?",
      answers: ["encoder", "the encoder", "エンコーダ", "符号化器"],
      right: "Right. The other one is the decoder.",
      wrong: "It is the encoder. It puts the input into a vector; the decoder writes from it.",
    },
  ],
};
