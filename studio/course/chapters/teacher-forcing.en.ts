import { type ChapterText, equation, prose } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { freeOutput, nextProbability, reference, trainingSteps } from "../numbers/small-decoder.ts";

const sampling = encodeURIComponent(JSON.stringify({ training: { scheduledSampling: { rate: 0.25 } } }));
const total = (rate: number): string =>
  decimal(
    trainingSteps(rate, 1).reduce((sum, { loss }) => sum + loss, 0),
    3,
  );
const right = trainingSteps(0, 1).filter(({ predicted, wanted }) => predicted === wanted).length;
const written = freeOutput().filter((token) => token !== "</s>");

export const text: ChapterText = {
  lead: "In training, what does the decoder read: the right word, or the word that it has just written?",
  sections: [
    {
      id: "forced",
      title: "Read the right word",
      blocks: [
        prose`The widget shows a decoder after little training. For “it is cold today” it ought to write ${reference.slice(0, -1).join("")}. With **teacher forcing** it [reads the reference](?rate=0) in every step, whatever it predicted. Its first prediction is wrong (明日, tomorrow), but the next step reads 今日 all the same, and ${right} of ${reference.length} predictions are right.`,
        equation`E(w) = -\sum_{t=1}^{T'} \log P(y^t \mid y^1, \ldots, y^{t-1}, x; w)`,
        prose`This is the loss of one sentence ($N = 1$). The tokens $y^1, \ldots, y^{t-1}$ in the condition are those of the reference. This has two advantages. First, one mistake does not spoil the rest of the sentence, so every step gives a useful gradient. Second, all inputs of the decoder are known beforehand, so nothing has to wait for a prediction; this is why a Transformer can train all positions at once.`,
      ],
    },
    {
      id: "bias",
      title: "Exposure bias",
      blocks: [
        prose`In use there is no reference. [Let it read its own words](?rate=1): it goes on from 明日 and writes ${written.join("")}. In training it has never had to go on after a mistake. This gap between training and use is called **exposure bias**. The loss shows it: ${total(0)} with teacher forcing, ${total(1)} on its own inputs.`,
      ],
    },
    {
      id: "sampling",
      title: "Scheduled sampling",
      blocks: [
        prose`A compromise is **scheduled sampling** (Bengio 2015): each input is the decoder's own prediction with probability $p$, else the reference. Training starts at $p = 0$ and raises it while the model learns. The paper calls the opposite $\varepsilon$, the probability of the right token, and lowers it. [Try $p = 0.5$](?rate=0.5&seed=1) and draw again several times. In henkan's configuration this is ${"`training.scheduledSampling.rate`"}; [this link](#/train?task=dates&beside=own&beside-settings=${sampling}) trains a model with it beside one without.`,
        prose`Beginning with $p = 1$ makes training hard: at first nearly all predictions are wrong, so the model learns to continue nonsense.`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "input",
      ask: prose`With teacher forcing, what is the decoder's input in step $t$?`,
      options: [
        prose`Its own prediction of step $t - 1$`,
        prose`The right token $y^{t-1}$`,
        prose`The right token $y^t$`,
        prose`The input token $x^t$`,
      ],
      answer: 1,
      right: prose`Yes: the reference, moved by one step, with ${"`<s>`"} before it.`,
      wrong: prose`The “teacher” is the reference. The decoder is to predict $y^t$, so it may read what comes before it.`,
    },
    {
      kind: "choice",
      id: "bias",
      ask: "What is exposure bias?",
      options: [
        "The model sees some words more often than others",
        "The loss is a mean over sentences instead of tokens",
        "The encoder reads the sentence in one direction only",
        "In training the model reads right tokens only; in use it reads its own, wrong ones included",
      ],
      answer: 3,
      right: "Yes. Mistakes then pile up, because going on after one was never practised.",
      wrong: prose`Compare the decoder's inputs at the two ends of the slider, $p = 0$ and $p = 1$.`,
    },
    {
      kind: "number",
      id: "first-loss",
      ask: prose`The decoder gives 今日 the probability ${nextProbability("<s>", "今日")} in its first step. What is the loss of this step, $-\log P$, to two decimals?`,
      answer: trainingSteps(0, 1)[0]!.loss,
      tolerance: 0.01,
      right:
        "Right. The loss counts the probability of the right token, whether or not it was the likeliest.",
      wrong: prose`Compute $-\log ${nextProbability("<s>", "今日")}$ with the natural logarithm. The widget's table shows it, too.`,
    },
    {
      kind: "word",
      id: "sampling",
      ask: "One method mixes right tokens and own predictions, with more of the latter as training goes on. What is it called?",
      answers: ["scheduled sampling", "スケジュールドサンプリング", "スケジュールサンプリング"],
      right: "Right.",
      wrong: "It is scheduled sampling: a schedule says how often the decoder reads its own samples.",
    },
  ],
};
