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
  lead: "学習のとき、デコーダは何を読むのでしょうか。正解の単語でしょうか、それとも今自分が書いた単語でしょうか。",
  sections: [
    {
      id: "forced",
      title: "正解の単語を読む",
      blocks: [
        prose`図は、まだ学習の進んでいないデコーダです。「it is cold today」に対して「${reference.slice(0, -1).join("")}」と書くべきところです。**教師強制**（teacher forcing）では、何を予測したかにかかわらず、毎時点で[正解を読みます](?rate=0)。最初の予測は「明日」で間違いですが、次の時点では「今日」を読むので、${reference.length}個の予測のうち${right}個は当たります。`,
        equation`E(w) = -\sum_{t=1}^{T'} \log P(y^t \mid y^1, \ldots, y^{t-1}, x; w)`,
        prose`これは1文の損失です（$N = 1$）。条件に入る$y^1, \ldots, y^{t-1}$は、正解のトークンです。利点は2つあります。1つ目は、一度の間違いが文の残りを台無しにしないことです。そのため、どの時点からも役に立つ勾配が得られます。2つ目は、デコーダの入力が前もってすべて分かることです。予測を待つ必要がないので、Transformerではすべての位置を同時に学習できます。`,
      ],
    },
    {
      id: "bias",
      title: "露出バイアス",
      blocks: [
        prose`実際に使うときには正解がありません。[自分の単語を読ませる](?rate=1)と、「明日」の続きを書いて「${written.join("")}」となります。学習中には、間違えたあとの続きを書く経験が一度もなかったのです。学習時と使用時のこの食い違いを、**露出バイアス**（exposure bias）と呼びます。損失にも表れます。教師強制では${total(0)}、自分の出力を読むと${total(1)}です。`,
      ],
    },
    {
      id: "sampling",
      title: "Scheduled sampling",
      blocks: [
        prose`折衷案が**scheduled sampling**です（Bengio 2015）。各入力を、確率$p$で自分の予測に、そうでなければ正解にします。$p = 0$から始め、学習が進むにつれて大きくします。元の論文では、逆に正解を読む確率を$\varepsilon$と書き、少しずつ小さくします。[$p = 0.5$](?rate=0.5&seed=1)にして、何度か引き直してみてください。henkanの設定では${"`training.scheduledSampling.rate`"}です。[このリンク](#/train?task=dates&beside=own&beside-settings=${sampling})を開くと、これを使うモデルと使わないモデルを並べて学習させられます。`,
        prose`最初から$p = 1$にすると、学習は難しくなります。初めのうちは予測のほとんどが間違いなので、でたらめの続きを書くことばかり学んでしまいます。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "input",
      ask: prose`教師強制では、時点$t$のデコーダの入力は何ですか。`,
      options: [
        prose`時点$t - 1$の自分の予測`,
        prose`正解のトークン$y^{t-1}$`,
        prose`正解のトークン$y^t$`,
        prose`入力のトークン$x^t$`,
      ],
      answer: 1,
      right: prose`正解です。正解の系列を1時点ずらし、先頭に${"`<s>`"}を置いたものを読みます。`,
      wrong: prose`「教師」とは正解の系列のことです。予測したいのは$y^t$なので、読んでよいのはその手前までです。`,
    },
    {
      kind: "choice",
      id: "bias",
      ask: "露出バイアスとは何ですか。",
      options: [
        "単語によって、学習データに現れる回数が違うこと",
        "損失をトークンではなく文について平均すること",
        "エンコーダが一方向にしか文を読まないこと",
        "学習時には正解のトークンだけを読み、使用時には間違いも含む自分の出力を読むこと",
      ],
      answer: 3,
      right: "正解です。間違えたあとの続きを練習していないので、間違いが積み重なります。",
      wrong: prose`スライダーの両端、$p = 0$と$p = 1$で、デコーダの入力を比べてください。`,
    },
    {
      kind: "number",
      id: "first-loss",
      ask: prose`このデコーダは、最初の時点で「今日」に確率${nextProbability("<s>", "今日")}を与えます。この時点の損失$-\log P$はいくつですか。小数第2位まで答えてください。`,
      answer: trainingSteps(0, 1)[0]!.loss,
      tolerance: 0.01,
      right:
        "正解です。損失は、正解のトークンの確率だけで決まります。それが最も確からしいトークンだったかどうかは関係ありません。",
      wrong: prose`自然対数で$-\log ${nextProbability("<s>", "今日")}$を計算します。図の表にもあります。`,
    },
    {
      kind: "word",
      id: "sampling",
      ask: "正解のトークンと自分の予測を混ぜ、学習が進むほど後者を増やす方法を何と呼びますか。",
      answers: ["scheduled sampling", "スケジュールドサンプリング", "スケジュールサンプリング"],
      right: "正解です。",
      wrong: "scheduled samplingです。自分の予測（サンプル）を読む割合を、スケジュールに従って増やします。",
    },
  ],
};
