import { type ChapterText, equation, list, prose, table } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { layerCosts, multiHead, orderEffect } from "../numbers/self-attention.ts";

const short = layerCosts(20, 512);
const long = layerCosts(2000, 512);
const heads = multiHead(512, 8);
const thousands = (value: number): string => value.toLocaleString("ja");

export const text: ChapterText = {
  lead: "必要なものをアテンションが見つけてくれるなら、RNNはまだ要るのでしょうか。TransformerはRNNを使いません。",
  sections: [
    {
      id: "without",
      title: "再帰の代償",
      blocks: [
        prose`RNNでは、$h^t$は$h^{t-1}$を待ちます。$n$語の文は、プロセッサがいくつあっても、$n$時点を順番に計算するしかありません。しかも、最初の単語と最後の単語は$n$時点離れていて、そのあいだに情報も勾配も薄れていきます。**セルフアテンション**（自己注意）では、どの位置もほかのすべての位置を直接見ます。1回の計算で済み、経路の長さも1です。`,
        table(
          ["層", "計算量", "逐次処理の回数", "最長の経路"],
          ["再帰（RNN）", prose`$O(n\, d^2)$`, prose`$O(n)$`, prose`$O(n)$`],
          ["セルフアテンション", prose`$O(n^2 d)$`, prose`$O(1)$`, prose`$O(1)$`],
        ),
        prose`[$n = 20$、$d = 512$](?n=20&d=512)なら、計算量もセルフアテンションの方が少なくて済みます。再帰の${thousands(short.recurrent.operations)}回に対して、${thousands(short.selfAttention.operations)}回です。[$n = 2000$](?n=2000&d=512)では${thousands(long.recurrent.operations)}回に対して${thousands(long.selfAttention.operations)}回となり、逆転します。アテンションの計算量は、長さの2乗で増えるからです。`,
      ],
    },
    {
      id: "order",
      title: "順序はどこへ行ったのか",
      blocks: [
        prose`アテンションは加重平均で、平均には順序がありません。[文を逆順にして](?turned=1&positions=0)みましょう。「dog bites man」と「man bites dog」では意味がまるで違うのに、「dog」の位置から出てくる結果はまったく変わりません（差は${decimal(orderEffect("dog", false), 2)}）。そこで、単語のベクトルにその位置を表すベクトルを足します。Transformerの**位置エンコーディング**は、サインとコサインでできています。`,
        equation`\begin{aligned} \mathrm{PE}(pos, 2i) &= \sin\frac{pos}{10000^{2i/d}} \\ \mathrm{PE}(pos, 2i+1) &= \cos\frac{pos}{10000^{2i/d}} \end{aligned}`,
        prose`これを[加える](?turned=1&positions=1)と、「dog」の結果は最大で${decimal(orderEffect("dog", true), 2)}動きます。`,
      ],
    },
    {
      id: "heads",
      title: "マルチヘッドアテンション",
      blocks: [
        prose`[手で計算した](#/course/scaled-dot-product)スケール化内積アテンションは、1つの出力について、重みを1組しか持てません。**マルチヘッドアテンション**では、$h$個のアテンションを並べます。ヘッド$i$は自分の行列で$Q$、$K$、$V$を小さな空間に写し、結果を連結したものに$W^O$を掛けます。`,
        equation`\begin{aligned} \operatorname{MultiHead}(Q, K, V) &= \operatorname{Concat}(\mathrm{head}_1, \ldots, \mathrm{head}_h)\, W^O \\ \mathrm{head}_i &= \operatorname{Attention}(Q W_i^Q, K W_i^K, V W_i^V) \end{aligned}`,
        prose`こうすれば、1つの単語が同時に複数のものを見られます。ふつうは$d_k = d_v = d / h$とします。$W_i^Q$と$W_i^K$は$[d \times d_k]$、$W_i^V$は$[d \times d_v]$、$W^O$は$[h d_v \times d]$なので、バイアスを除くパラメータは、$h$がいくつでも$4d^2$個です。$d = 512$、$h = 8$なら$d_k = ${heads.keySize}$で、${thousands(heads.weights)}個です。`,
      ],
    },
    {
      id: "parts",
      title: "Transformerの部品",
      blocks: [
        list(
          prose`**エンコーダとデコーダ**はそのまま残ります。[損失](#/course/loss)、[教師強制](#/course/teacher-forcing)、[ビームサーチ](#/course/beam-search)、[BLEU](#/course/bleu)も同じです。`,
          prose`**マルチヘッドアテンション**が使われる場所は3つあります。エンコーダのセルフアテンション、[因果マスク](#/course/masks?mask=causal)付きのデコーダのセルフアテンション、そして両者をつなぐソース・ターゲットアテンションです。最後のものが、seq2seqのアテンション機構に当たります。`,
          prose`そのあとに、位置ごとの**フィードフォワードネットワーク**$\max(0, x W_1 + b_1) W_2 + b_2$が続きます。どちらも**残差接続**と**層正規化**で包まれ、$\operatorname{LayerNorm}(x + f(x))$の形になります。多くの層を重ねても学習できるのは、この形のおかげです。`,
        ),
        prose`henkanで学習させるのは、アテンション付きのRNNです。そのスコアの1つ${"`multi-head`"}は、Transformerのものと同じです。アテンションの図が読めるようになったなら、Transformerの中心となる部分はもう理解できています。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "positions",
      ask: "Transformerに位置エンコーディングが必要なのはなぜですか。",
      options: [
        "アテンションだけでは、結果が単語の順序によらないから",
        "文にパディングがあるから",
        "ソフトマックスには正の数が必要だから",
        "語彙が大きいから",
      ],
      answer: 0,
      right: "正解です。RNNは1語ずつ読むので、順序が初めから組み込まれています。",
      wrong: "図で位置を外したまま、文を逆順にしてください。「dog」の結果はどう変わりますか。",
    },
    {
      kind: "choice",
      id: "parallel",
      ask: "同じ文を学習するとき、TransformerがRNNより速いのはなぜですか。",
      options: [
        "重みが少ないから",
        "1つの層のすべての位置を同時に計算できるから",
        "勾配が要らないから",
        "出力の文が要らないから",
      ],
      answer: 1,
      right:
        "正解です。どの位置も、前の位置を待ちません。教師強制と因果マスクを使えば、デコーダでも同じです。",
      wrong: "表の「逐次処理の回数」の列を見てください。",
    },
    {
      kind: "number",
      id: "growth",
      ask: "文の長さが3倍になると、セルフアテンションの計算量は何倍になりますか。",
      answer: layerCosts(30, 8).selfAttention.operations / layerCosts(10, 8).selfAttention.operations,
      tolerance: 0.005,
      right: "正解です。長さの2乗に比例します。",
      wrong: prose`計算量は$O(n^2 d)$です。$n$が$3n$になると、$n^2$はどうなりますか。`,
    },
    {
      kind: "number",
      id: "heads",
      ask: prose`$d = 512$のモデルに、同じ大きさのヘッドが8個あります。1つのヘッドの$d_k$はいくつですか。`,
      answer: heads.keySize,
      tolerance: 0,
      right: "正解です。全ヘッドを合わせると、大きな1つと同じ大きさになります。",
      wrong: "512個の数を、8個のヘッドで分け合います。",
    },
  ],
};
