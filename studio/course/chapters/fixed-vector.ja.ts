import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { recalled } from "../numbers/crowded-vector.ts";
import { percent } from "../numbers/decimal.ts";

const sentences = 10;
const share = (T: number, H: number): string => {
  const { right, words } = recalled(T, H, sentences).one;
  return percent(right / words);
};

export const text: ChapterText = {
  lead: "文がどれほど長くても、コンテキストベクトルに入る数はH個です。入りきらないほど単語があると、何が起きるでしょうか。",
  sections: [
    {
      id: "bottleneck",
      title: "ボトルネック",
      blocks: [
        prose`デコーダが入力について知ることは、すべて$c$を通らなければなりません。4語なら楽です。40語になっても同じ$H$個の数なので、1語に割ける分は小さくなります。これがseq2seqの**ボトルネック**で、文が長くなるほど品質が下がります。`,
        prose`原因はもう1つあります。入力の先頭の単語は$c$から$T$時点も離れていて、情報も勾配も、そのすべてを越えて生き残らなければなりません。入力を逆順に読む工夫（Sutskever 2014）は、先頭の単語をデコーダに近づけるので効果がありました。しかし、それで$c$が大きくなるわけではありません。`,
      ],
    },
    {
      id: "model",
      title: "いっぱいになるベクトル",
      blocks: [
        prose`図では、学習をせずにボトルネックだけを見ます。$T$個の単語のベクトルを、位置ごとの符号で結び付けてから足し合わせ、そのあと1語ずつ読み出します。`,
        equation`\begin{aligned} c &= \sum_{t=1}^{T} p_t \odot v(x^t) \\ \hat{x}^t &= \operatorname*{arg\,max}_{w}\; v(w) \cdot (p_t \odot c) \end{aligned}`,
        prose`$H = 64$のとき、[5語](?H=64&T=5)ならほぼすべて読み出せます（${share(5, 64)}）。[10語](?H=64&T=10)では${share(10, 64)}、[30語](?H=64&T=30)では${share(30, 64)}です。[大きさを2倍](?H=128&T=10)にすると改善しますが（${share(10, 128)}）、壁が遠のくだけです。学習したRNNなら、このような単純な和よりよい符号化を見つけます。ただし、その符号化を学ばなければなりません。同じ壁に突き当たるかどうかは、測ってみれば分かります。`,
        prose`もう1本の線は、単語ごとに専用のベクトルを残した場合です。文とともに記憶も増えるので、下がりません。これが[次の章](#/course/attention)の考え方です。`,
      ],
    },
    {
      id: "measured",
      title: "測ってみる",
      blocks: [
        prose`学習したモデルについては、[長い文の実験](#/experiment?task=reverse)で確かめられます。固定長ベクトルのモデルとアテンションのモデルを同じバッチで学習させ、文の長さごとに採点します。[2つを並べて学習させる](#/train?task=reverse&beside=fixed)こともできます。公平に比べるには、次の2つが大切です。`,
        list(
          "重みの数、データ、更新回数を両者で揃えること。",
          "双方向エンコーダのベクトルには［順方向の最後の状態；逆方向の最初の位置の状態］を使うこと。最後の位置の出力をとると、逆方向の側はまだ1語しか読んでいません。",
        ),
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "why-long",
      ask: "固定長ベクトルでは、なぜ長い文ほど不利なのですか。",
      options: [
        "それほど多くの時点について、デコーダに状態がないから",
        "長い文では語彙が大きくなるから",
        "同じ個数の数に、より多くの単語を詰め込まなければならないから",
        "長い系列ではソフトマックスを計算できないから",
      ],
      answer: 2,
      right: "正解です。cの大きさはTによりません。",
      wrong: "文とともに増えるものと、増えないものは何でしょうか。",
    },
    {
      kind: "choice",
      id: "remedy",
      ask: "ボトルネックを先送りするのではなく、取り除くのはどれですか。",
      options: [
        "隠れ状態を大きくする",
        "入力を逆順に読む",
        "エンコーダの層を増やす",
        "エンコーダの各位置の状態を残し、デコーダがそれらを参照できるようにする",
      ],
      answer: 3,
      right: "正解です。ベクトルが1本ではなくT本になり、記憶が文とともに増えます。",
      wrong:
        "ベクトルを大きくすれば多くの単語が入りますが、大きさはやはり固定です。Tとともに増える記憶を探してください。",
    },
    {
      kind: "number",
      id: "numbers-per-word",
      ask: prose`コンテキストベクトルは$H = 512$個の数からなります。32語の文では、1語当たり何個になりますか。`,
      answer: 512 / 32,
      tolerance: 0,
      right: "正解です。4語の文なら128個です。",
      wrong: prose`$H / T = 512 / 32$を計算してください。`,
    },
  ],
};
