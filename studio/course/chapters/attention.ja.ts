import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { softmax } from "../numbers/softmax.ts";
import { attentionStep, sourceWords } from "../numbers/word-attention.ts";

const today = attentionStep(0);
const particle = attentionStep(1);
const cold = attentionStep(2);
const sharp = attentionStep(2, [], 3);
const numbers = (values: readonly number[], comma = "、"): string =>
  values.map((value) => decimal(value, 2)).join(comma);

export const text: ChapterText = {
  lead: "エンコーダの状態を単語ごとに残しておき、どれを見るかをデコーダが時点ごとに決め直します。",
  sections: [
    {
      id: "idea",
      title: "考え方",
      blocks: [
        prose`固定長ベクトルには問題が2つありました。情報がベクトルに押し込まれて失われることと、どの出力にも同じ見方しか与えられないことです。**アテンション機構**は両方を解決します。出力の単語ごとに、入力の各単語へ**重み**を割り当てます。重みの合計は1です。`,
        prose`デコーダが[「寒い」](?word=2)を書くとき、「cold」の重みは${decimal(cold.weights[2]!, 2)}です。[「今日」](?word=0)のときは「today」が${decimal(today.weights[3]!, 2)}になります。助詞の[「は」](?word=1)には決まった相手がいないので、重みは${numbers(particle.weights)}と散らばります。`,
      ],
    },
    {
      id: "steps",
      title: "3つの手順",
      blocks: [
        list(
          prose`**スコア**：デコーダの状態$s^t$を、エンコーダの状態$h^s$のそれぞれと比べます。ここでは内積を使います。「寒い」のスコアは${numbers(cold.scores)}です。`,
          prose`**ソフトマックス**：スコアを重みに変えます。どの重みも0より大きく、合計は1です。ここでは${numbers(cold.weights)}です。`,
          prose`**加重平均**：エンコーダの状態を重み付きで平均します。得られた$c^t = (${numbers(cold.context, ", ")})$が、この時点のコンテキストベクトルです。`,
        ),
        equation`\begin{aligned} e_{ts} &= \operatorname{score}(s^t, h^s) \\ \alpha_{ts} &= \frac{\exp(e_{ts})}{\sum_{s'} \exp(e_{ts'})} \\ c^t &= \sum_{s=1}^{T} \alpha_{ts}\, h^s \end{aligned}`,
        prose`これまでの$c$と違い、$c^t$は時点ごとに新しく作られます。デコーダは自分の状態とともに$c^t$を読み、その両方から次の単語を予測します。[「it」のスコアに3を足して](?word=2&add=3,0,0,0)みてください。その重みが増えた分、ほかのすべてが減ります。ソフトマックスは、1を全員で分け合う仕組みだからです。`,
      ],
    },
    {
      id: "learned",
      title: "どこを見るかは誰も教えない",
      blocks: [
        prose`どの手順も微分できるので、スコアはほかの部分と一緒に、対訳の文だけから学習されます。どの単語がどの単語に当たるかという印は要りません。だからこそ、重みの図は見る価値があります。モデル自身が見つけた対応が現れるからです。[モデルを学習させて](#/train?task=phrasebook)、灰色だった図がはっきりしていく様子を見てください。順序の違いも妨げになりません。[系列の反転](#/train?task=reverse)では、図の線が逆向きの対角線になります。`,
        prose`スコアに係数$\beta$を掛けると、アテンションは[鋭く](?word=2&beta=3)なります。$\beta = 3$では「cold」の重みが${decimal(sharp.weights[2]!, 3)}です。[$\beta = 0$](?word=2&beta=0)ではすべてが$1/${sourceWords.length}$になります。これはただの平均で、何も選んでいないのと同じです。`,
      ],
    },
    {
      id: "kinds",
      title: "スコアの種類",
      blocks: [
        list(
          prose`**内積**（dot、Luong 2015）：$s \cdot h$。学習するパラメータはありません。$s$と$h$の次元数は同じでなければなりません。`,
          prose`**general**（Luong 2015）：$s^\top W h$。あいだに行列$W$を挟むので、次元数は違っていてもかまいません。`,
          prose`**加法**（additive、Bahdanau 2015）：$v^\top \tanh(W_1 s + W_2 h)$。小さなネットワークです。Luong 2015の**concat**、$v^\top \tanh(W [s; h])$も同じ関数です。`,
          prose`**スケール化内積**（scaled dot、Vaswani 2017）：$s \cdot h / \sqrt{d_k}$。Transformerで使われる形で、[後の章](#/course/scaled-dot-product)で詳しく見ます。`,
        ),
        prose`どの時点のデコーダの状態を使うかも、論文によって違います。Bahdanau 2015は1つ前の状態$s^{t-1}$で$c^t$を求め、それを読んで$s^t$に進みます。Luong 2015は先に$s^t$へ進み、その$s^t$で$c^t$を求め、$\tanh(W_c [c^t; s^t])$から単語を予測します。また、すべての位置を見る**グローバル**アテンションのほかに、一部の位置だけを見る**ローカル**アテンションも提案しました。`,
        prose`どれがよいのでしょうか。一方を加法のスコアにして、同じバッチで[2つのモデルを学習させ](#/train?task=dates&beside=additive)、比べてみてください。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "sum",
      ask: prose`1つの出力単語についての重み$\alpha_{ts}$の性質として、正しいものはどれですか。`,
      options: [
        "出力の単語について合計すると1になる",
        "0か1のどちらかである",
        "負になることがある",
        "入力の単語について合計すると1になる",
      ],
      answer: 3,
      right: "正解です。図の各行の合計は1ですが、列の合計は1とは限りません。",
      wrong: prose`ソフトマックスは、$t$を固定して、入力の位置$s$についてとります。`,
    },
    {
      kind: "number",
      id: "softmax",
      ask: prose`2つの入力単語のスコアが0と$\log 3$です。2つ目の重みはいくつですか。`,
      answer: softmax([0, Math.log(3)])[1]!,
      tolerance: 0.005,
      right: prose`正解です。$3 / (1 + 3)$です。`,
      wrong: prose`$\exp(0) = 1$、$\exp(\log 3) = 3$です。後者を合計で割ってください。`,
    },
    {
      kind: "choice",
      id: "context",
      ask: prose`$c^t$は、固定長のコンテキストベクトル$c$と何が違いますか。`,
      options: [
        "文が長いほど大きくなる",
        "デコーダの時点ごとに新しく計算される",
        "デコーダだけで計算される",
        "整数でできている",
      ],
      answer: 1,
      right: "正解です。大きさは同じですが、時点ごとに異なる加重平均になります。",
      wrong: prose`エンコーダの状態の加重平均なので、大きさはその状態と同じです。$t$とともに変わるのは何でしょうか。`,
    },
    {
      kind: "choice",
      id: "parameters",
      ask: "次のスコアのうち、学習するパラメータを持たないものはどれですか。",
      options: ["加法（additive）", "general", "内積（dot）", "concat"],
      answer: 2,
      right: "正解です。その代わり、2つの状態の次元数が同じでなければなりません。",
      wrong: prose`式に$W$や$v$が出てこないものを探してください。`,
    },
    {
      kind: "word",
      id: "name",
      ask: "Bahdanau 2015のスコアは、tanhを使う小さなネットワークです。この種類のアテンションを何と呼びますか（「〜アテンション」の〜の部分）。",
      answers: [
        "加法",
        "additive",
        "加法アテンション",
        "加法的",
        "加法的アテンション",
        "加法注意",
        "加算",
        "加算アテンション",
        "加算型",
        "additive attention",
      ],
      right: "正解です。2つの積を足してからtanhに通すので、加法と呼ばれます。",
      wrong: "両方の状態の積を足してからtanhに通します。そのため「加法（additive）」と呼ばれます。",
    },
  ],
};
