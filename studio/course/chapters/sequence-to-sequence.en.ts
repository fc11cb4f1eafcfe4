import { type ChapterText, equation, prose } from "../chapter.ts";
import { examplePairs } from "../numbers/example-pairs.ts";

const { weather, date } = examplePairs;

export const text: ChapterText = {
  lead: "A network that turns one sequence into another of a different length. What goes in, what comes out, and what happens in between?",
  sections: [
    {
      id: "task",
      title: "The task",
      blocks: [
        prose`Translation turns the words of one language into the words of another. Speech recognition turns sound into letters. A date as people write it becomes one that computers can sort. In each case the input is a sequence $x^1, x^2, \ldots, x^T$, and the output is another sequence $y^1, y^2, \ldots, y^{T'}$. A model for such tasks is called **sequence to sequence**, or **seq2seq**.`,
        prose`The two lengths are free. [“it is cold today”](?pair=weather&step=0) has $T = ${weather.source.length}$ words and its translation $T' = ${weather.target.length}$. The elements of a sequence, such as words or characters, are called **tokens**. [“3 May 2024”](?pair=date&step=0) has $T = ${date.source.length}$ of them, and written as a standard date it has $T' = ${date.target.length}$. The order is free, too: 今日 comes first in Japanese and means “today”, which comes last in English.`,
      ],
    },
    {
      id: "parts",
      title: "Two networks and one vector",
      blocks: [
        prose`A seq2seq model is made of two RNNs. The **encoder** reads one token a step. [Take the first step](?pair=weather&step=1): it has read $x^1$, and its hidden state is now $h^1$. At [step ${weather.source.length}](?pair=weather&step=${weather.source.length}) it has read everything. Its last state stands for the whole sentence and is called the **context vector** $c$. It has as many numbers for a sentence of four words as for one of forty.`,
        prose`The **decoder** starts from $c$ and [writes one token a step](?pair=weather&step=${weather.source.length + 1}). In every step it also reads the token that it wrote before. At first there is none, so it reads the token ${"`<s>`"}, “begin” (some books write ${"`<bos>`"}). When it writes ${"`</s>`"}, “end” (${"`<eos>`"}), [the sentence is done](?pair=weather&step=${weather.source.length + weather.target.length + 1}). So the model itself decides how long its output is.`,
      ],
    },
    {
      id: "probability",
      title: "What the model computes",
      blocks: [
        prose`In each step the decoder gives a probability to every token of its vocabulary. The probability of a whole output is the product of them, because each token is chosen given all tokens before it:`,
        equation`P(y^1, \ldots, y^{T'} \mid x^1, \ldots, x^T; w) = \prod_{t=1}^{T'} P(y^t \mid y^1, \ldots, y^{t-1}, c\,; w)`,
        prose`The letter $w$ stands for all weights of both networks. They are trained together: an error of the decoder flows back through $c$ into the encoder, so the encoder learns to keep what the decoder needs. You can [watch that happen](#/train?task=phrasebook) in this page.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "lengths",
      ask: prose`In seq2seq, which is true of the input length $T$ and the output length $T'$?`,
      options: [
        prose`$T = T'$ always`,
        prose`$T' \le T$ always`,
        "They may differ, and the model decides when the output ends",
        "They may differ, but must be fixed before training",
      ],
      answer: 2,
      right: prose`Yes. The decoder goes on until it writes ${"`</s>`"}, however long the input was.`,
      wrong: prose`Look at the date in the widget: ${date.source.length} tokens go in and ${date.target.length} come out. It is ${"`</s>`"} that ends the output.`,
    },
    {
      kind: "number",
      id: "steps",
      ask: prose`The decoder writes 今日 / は / 寒い. How many steps does it take, counting the one for ${"`</s>`"}?`,
      answer: weather.target.length + 1,
      tolerance: 0,
      right: prose`Right: three words and ${"`</s>`"}. All of them are factors of the product.`,
      wrong: prose`Each word takes one step, and so does the token ${"`</s>`"} that ends the sentence.`,
    },
    {
      kind: "word",
      id: "vector",
      ask: "The encoder passes a vector of fixed size to the decoder. What is it called?",
      answers: ["context vector", "the context vector", "context", "コンテキストベクトル", "文脈ベクトル"],
      right: "Right. It is the encoder's last hidden state.",
      wrong: "It is the context vector c: the encoder's last hidden state, which stands for the whole input.",
    },
    {
      kind: "choice",
      id: "first-input",
      ask: "What does the decoder read in its first step, besides the context vector?",
      options: [
        "The last word of the input",
        "A token that means “begin”",
        "Nothing",
        "The first word of the right answer",
      ],
      answer: 1,
      right: prose`Yes. ${"`<s>`"} takes the place of the token before the first one.`,
      wrong: prose`Before the first token there is no token to read, so ${"`<s>`"} stands in its place.`,
    },
  ],
};
