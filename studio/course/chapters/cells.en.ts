import { type ChapterText, equation, list, prose, table } from "../chapter.ts";
import { memoryInputs, memoryWeights, runCell, sensitivity, weightCount } from "../numbers/cell-steps.ts";
import { decimal } from "../numbers/decimal.ts";

const last = memoryInputs.length;
const kept = (cell: "rnn" | "lstm" | "gru"): string =>
  decimal(runCell(cell, memoryWeights[cell], memoryInputs).at(-1)!.h, 3);
const slope = (cell: "rnn" | "lstm" | "gru"): string =>
  decimal(sensitivity(cell, memoryWeights[cell], memoryInputs), 3);
const small = memoryInputs.map((x) => x / 100);
const grown = decimal(sensitivity("rnn", { h: { w: 1, u: 1.5, b: 0 } }, small), 1);
const forget = runCell("lstm", memoryWeights.lstm, memoryInputs)[0]!.gates.f!;

export const text: ChapterText = {
  lead: "The same test for three cells: a 1 comes in, then only zeros. How long does the state remember it?",
  sections: [
    {
      id: "rnn",
      title: "The plain RNN",
      blocks: [
        prose`In the widget every cell has a single unit, so that each weight is one number that you can change. The [plain RNN](?cell=rnn) computes`,
        equation`h^t = \tanh(w x^t + u h^{t-1} + b)`,
        prose`The input is a 1 and then ${last - 1} zeros. With $u = ${memoryWeights.rnn.h!.u}$ the state shrinks at every step, and after step ${last} it is ${kept("rnn")}. With [$u = 0.3$](?cell=rnn&h=1,0.3,0) it is gone almost at once.`,
      ],
    },
    {
      id: "bptt",
      title: "BPTT: gradients go back in time",
      blocks: [
        prose`Unrolled over time, an RNN is a deep network whose layers all use the same weights. Backpropagation through it is called **BPTT** (backpropagation through time). Since all steps share a weight, its gradient is the sum of what each step contributes. A gradient that crosses several steps is a product with one factor for each of them:`,
        equation`\frac{\partial h^T}{\partial h^1} = \prod_{t=2}^{T} u\,(1 - (h^t)^2)`,
        prose`Where the factors are smaller than 1, the gradient shrinks quickly with the number of steps. This is the **vanishing gradient**: [at the start](?cell=rnn), $\partial h^{${last}} / \partial x^1 = ${slope("rnn")}$. With a large $u$ it can also [grow](?cell=rnn&h=1,1.5,0&x=${small.join(",")}): with $u = 1.5$ and a first input of ${small[0]} it is ${grown}. This is the **exploding gradient**.`,
        list(
          prose`**Gradient clipping** is the remedy for explosion: when the norm of the gradient $g$ exceeds a threshold $\theta$, $g$ is replaced by $\theta g / \lVert g \rVert$. Its direction stays the same.`,
          prose`**Truncated BPTT** saves time and memory on long sequences: the state is carried on into the next segment, but gradients stop after a fixed number of steps.`,
          prose`**Gates** are the remedy for vanishing. They come next.`,
        ),
      ],
    },
    {
      id: "lstm",
      title: "LSTM: a memory with gates",
      blocks: [
        prose`An [LSTM](?cell=lstm) keeps a second state, the memory $c$, and changes it by adding. Each gate and the candidate have a $w$, a $u$ and a $b$ of their own:`,
        equation`\begin{aligned} i, f, o &= \sigma(w x^t + u h^{t-1} + b) \\ g &= \tanh(w x^t + u h^{t-1} + b) \\ c^t &= f\, c^{t-1} + i\, g, \qquad h^t = o \tanh(c^t) \end{aligned}`,
        list(
          prose`The **input gate** $i$ says how much of the new candidate $g$ is written.`,
          prose`The **forget gate** $f$ says how much of the old memory stays. Here it is ${decimal(forget, 3)} in every step.`,
          prose`The **output gate** $o$ says how much of the memory is shown.`,
        ),
        prose`After ${last} steps ${kept("lstm")} is left. On the path from $c^{t-1}$ to $c^t$ there is a product with $f$ and nothing else; where $f$ is near 1, the gradient passes almost unchanged. This path is called the **constant error carousel** (CEC). The original paper of 1997 had no forget gate, and the factor was always 1. [Close the forget gate](?cell=lstm&f=0,0,-3) and the memory is gone at once. This is why the bias of the forget gate usually starts at 1 rather than 0.`,
        prose`Without an input gate and an output gate, the same weight would have to let some inputs in and protect the memory from others. This is the **input weight conflict**; reading from the memory has the like, the **output weight conflict**. In one variant the gates also read $c$; this is called a **peephole connection**.`,
      ],
    },
    {
      id: "gru",
      title: "GRU: the same idea with two gates",
      blocks: [
        prose`A [GRU](?cell=gru) has no second state. One gate, the update gate $z$, decides about forgetting and writing at once:`,
        equation`\begin{aligned} z, r &= \sigma(w x^t + u h^{t-1} + b) \\ n &= \tanh(w x^t + b + r\, (u h^{t-1})) \\ h^t &= (1 - z)\, n + z\, h^{t-1} \end{aligned}`,
        prose`It keeps ${kept("gru")}. The **reset gate** $r$ says how much of the old state the candidate sees. Take care: some books swap $z$ and $1 - z$. Here $z$ near 1 means “keep”. And some, like the original paper (Cho 2014), apply $r$ first: $u\,(r\, h^{t-1})$. With a single unit the two are the same.`,
      ],
    },
    {
      id: "sizes",
      title: "How many weights",
      blocks: [
        prose`A layer that reads $E$ numbers and keeps $H$ multiplies by a matrix $[E \times H]$ and one $[H \times H]$ and adds a bias $[H]$: once in an RNN, three times in a GRU, four times in an LSTM.`,
        table(
          ["cell", "weights", prose`$E = 2$, $H = 3$`],
          ["RNN", prose`$H(E + H + 1)$`, `${weightCount("rnn", 2, 3)}`],
          ["LSTM", prose`$4H(E + H + 1)$`, `${weightCount("lstm", 2, 3)}`],
          ["GRU", prose`$3H(E + H + 1)$`, `${3 * weightCount("rnn", 2, 3)}`],
        ),
        prose`henkan's GRU adds a bias to the product with the state, too, as many libraries do. So it has $3H(E + H + 2)$ weights, here ${weightCount("gru", 2, 3)}. To see how LSTM and GRU differ in practice, [train one beside the other](#/train?task=dates&beside=gru) on the same batches.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "bptt",
      ask: prose`How does BPTT find the gradient of the recurrent weight $u$?`,
      options: [
        "It takes the contribution of the last step alone",
        "It takes the contribution of the first step alone",
        "It adds up the contributions of all steps",
        "It multiplies the contributions of all steps",
      ],
      answer: 2,
      right: "Yes, because every layer of the unrolled network uses the same weight.",
      wrong: prose`$u$ is used in every step. What is the gradient of a variable that occurs in several places?`,
    },
    {
      kind: "number",
      id: "lstm-weights",
      ask: prose`How many weights does an LSTM layer have that reads $E = 4$ numbers and keeps $H = 5$, with one bias for each gate?`,
      answer: weightCount("lstm", 4, 5),
      tolerance: 0,
      right: prose`Right: $4 \cdot 5 \cdot (4 + 5 + 1)$.`,
      wrong: prose`Use $4H(E + H + 1)$: four products, each with $E$ inputs, $H$ states and a bias for each of the $H$ units.`,
    },
    {
      kind: "choice",
      id: "cec",
      ask: prose`Why does the gradient of an LSTM not vanish so easily along $c$?`,
      options: [
        prose`Because the only factor on the path from $c^{t-1}$ to $c^t$ is the forget gate, which can be near 1`,
        prose`Because $\tanh$ is applied twice`,
        "Because an LSTM has more weights",
        "Because its gates are always 0 or 1",
      ],
      answer: 0,
      right: "Yes: an addition and a gate, with no squashing function in between.",
      wrong: prose`Look at $c^t = f\,c^{t-1} + i\,g$, and differentiate it by $c^{t-1}$.`,
    },
    {
      kind: "number",
      id: "gru-step",
      ask: prose`A GRU as written above has $z = 0.25$, $n = 0.8$ and $h^{t-1} = 0.4$. What is $h^t$?`,
      answer: (1 - 0.25) * 0.8 + 0.25 * 0.4,
      tolerance: 0.005,
      right: prose`Right: $0.75 \cdot 0.8 + 0.25 \cdot 0.4$.`,
      wrong: prose`Put the numbers into $h^t = (1 - z)\,n + z\,h^{t-1}$.`,
    },
    {
      kind: "word",
      id: "gate",
      ask: "Which gate of an LSTM decides how much of the old memory stays?",
      answers: ["forget gate", "the forget gate", "forget", "忘却ゲート"],
      right: "Right. Closed, it clears the memory in one step.",
      wrong: "It is the forget gate f, the factor before the old memory.",
    },
  ],
};
