import { type ChapterText, equation, list, prose, table } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { layerCosts, multiHead, orderEffect } from "../numbers/self-attention.ts";

const short = layerCosts(20, 512);
const long = layerCosts(2000, 512);
const heads = multiHead(512, 8);
const thousands = (value: number): string => value.toLocaleString("en");

export const text: ChapterText = {
  lead: "If attention finds what is needed, what are RNNs still for? The Transformer does without them.",
  sections: [
    {
      id: "without",
      title: "What the recurrence costs",
      blocks: [
        prose`In an RNN $h^t$ waits for $h^{t-1}$. A sentence of $n$ words takes $n$ steps, one after another, however many processors there are. And its first word is $n$ steps away from its last; on the way information and gradients fade. In **self-attention** every position looks at every other directly: one step, and a path of length 1.`,
        table(
          ["layer", "operations", "steps in a row", "longest path"],
          ["recurrent (RNN)", prose`$O(n\, d^2)$`, prose`$O(n)$`, prose`$O(n)$`],
          ["self-attention", prose`$O(n^2 d)$`, prose`$O(1)$`, prose`$O(1)$`],
        ),
        prose`With [$n = 20$ and $d = 512$](?n=20&d=512) self-attention even needs fewer operations: ${thousands(short.selfAttention.operations)} against ${thousands(short.recurrent.operations)}. With [$n = 2000$](?n=2000&d=512) they are ${thousands(long.selfAttention.operations)} against ${thousands(long.recurrent.operations)}: now the recurrence needs fewer, because the cost of attention grows with the square of the length.`,
      ],
    },
    {
      id: "order",
      title: "Where the order went",
      blocks: [
        prose`Attention is a weighted mean, and a mean knows no order. [Reverse the sentence](?turned=1&positions=0): what comes out for “dog” does not change (difference ${decimal(orderEffect("dog", false), 2)}), though “dog bites man” and “man bites dog” are two different things. So a vector for its position is added to the vector of each word. The **positional encoding** of the Transformer is made of sines and cosines:`,
        equation`\begin{aligned} \mathrm{PE}(pos, 2i) &= \sin\frac{pos}{10000^{2i/d}} \\ \mathrm{PE}(pos, 2i+1) &= \cos\frac{pos}{10000^{2i/d}} \end{aligned}`,
        prose`[Switch it on](?turned=1&positions=1), and the result for “dog” changes by up to ${decimal(orderEffect("dog", true), 2)}.`,
      ],
    },
    {
      id: "heads",
      title: "Multi-head attention",
      blocks: [
        prose`The scaled dot-product attention that [you computed by hand](#/course/scaled-dot-product) has one set of weights for each output. **Multi-head attention** runs $h$ of them side by side. Head $i$ maps $Q$, $K$ and $V$ into smaller spaces by matrices of its own; the results are concatenated and multiplied by $W^O$:`,
        equation`\begin{aligned} \operatorname{MultiHead}(Q, K, V) &= \operatorname{Concat}(\mathrm{head}_1, \ldots, \mathrm{head}_h)\, W^O \\ \mathrm{head}_i &= \operatorname{Attention}(Q W_i^Q, K W_i^K, V W_i^V) \end{aligned}`,
        prose`So a word can look at several things at once. Usually $d_k = d_v = d / h$. $W_i^Q$ and $W_i^K$ are $[d \times d_k]$, $W_i^V$ is $[d \times d_v]$, and $W^O$ is $[h d_v \times d]$. Without biases these are $4d^2$ parameters, whatever $h$ is. With $d = 512$ and $h = 8$, $d_k = ${heads.keySize}$ and there are ${thousands(heads.weights)} of them.`,
      ],
    },
    {
      id: "parts",
      title: "The parts, and where you met them",
      blocks: [
        list(
          prose`**Encoder and decoder** remain, and so do the [loss](#/course/loss), [teacher forcing](#/course/teacher-forcing), [beam search](#/course/beam-search) and [BLEU](#/course/bleu).`,
          prose`**Multi-head attention** is used in three places: self-attention in the encoder; self-attention in the decoder, with a [causal mask](#/course/masks?mask=causal); and source–target attention between them, which is the attention of seq2seq.`,
          prose`After it comes a **feed-forward network** at each position, $\max(0, x W_1 + b_1) W_2 + b_2$. Both are wrapped in a **residual connection** and **layer normalisation**, $\operatorname{LayerNorm}(x + f(x))$, which make it possible to train many layers.`,
        ),
        prose`henkan trains RNNs with attention, and its ${"`multi-head`"} score is the Transformer's. If you understand its attention maps, you have understood the heart of the Transformer.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "positions",
      ask: "Why does a Transformer need a positional encoding?",
      options: [
        "Because attention by itself does not depend on the order of words",
        "Because sentences are padded",
        "Because softmax needs positive numbers",
        "Because the vocabulary is large",
      ],
      answer: 0,
      right: "Yes. An RNN has the order built in, as it reads word by word.",
      wrong: "Reverse the sentence in the widget, with positions off. What changes for “dog”?",
    },
    {
      kind: "choice",
      id: "parallel",
      ask: "What makes a Transformer faster to train than an RNN on the same sentences?",
      options: [
        "It has fewer weights",
        "All positions of a layer can be computed at the same time",
        "It needs no gradient",
        "It needs no target sentences",
      ],
      answer: 1,
      right:
        "Yes: no position waits for the one before it. With teacher forcing and a causal mask this holds for the decoder, too.",
      wrong: "Look at the column “steps in a row”.",
    },
    {
      kind: "number",
      id: "growth",
      ask: "A sentence becomes three times as long. By what factor do the operations of self-attention grow?",
      answer: layerCosts(30, 8).selfAttention.operations / layerCosts(10, 8).selfAttention.operations,
      tolerance: 0.005,
      right: "Right: with the square of the length.",
      wrong: prose`They are $O(n^2 d)$. What becomes of $n^2$ when $n$ becomes $3n$?`,
    },
    {
      kind: "number",
      id: "heads",
      ask: prose`A model has $d = 512$ and 8 heads of equal size. What is $d_k$ of one head?`,
      answer: heads.keySize,
      tolerance: 0,
      right: "Right. All heads together have the size of a single large one.",
      wrong: "The heads share the 512 numbers among them.",
    },
  ],
};
