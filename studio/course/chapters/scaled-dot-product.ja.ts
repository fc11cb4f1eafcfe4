import { type ChapterText, equation, prose, table } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { fourWords, keySize, keyWords, Q, queryWords, saturation, V } from "../numbers/four-words.ts";

const on = fourWords(true);
const off = fourWords(false);
const cold = 2;
const largest = 256;
const { scaled, plain } = saturation(largest);
const row = (values: readonly number[], decimals: number, comma = "、"): string =>
  values.map((value) => decimal(value, decimals)).join(comma);
const powers = on.scores[cold]!.map((score) => Math.exp(score));
const sum = powers.reduce((a, b) => a + b, 0);

export const text: ChapterText = {
  lead: "Transformerの式を、4語と整数だけで計算します。平方根が何のためにあるのかも確かめます。",
  sections: [
    {
      id: "formula",
      title: "式",
      blocks: [
        equation`\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V`,
        table(
          ["記号", "意味", "この例では"],
          [
            prose`$Q$`,
            "出力の位置ごとに1行。何を探しているか",
            prose`$${queryWords.length} \times ${keySize}$`,
          ],
          [
            prose`$K$`,
            "入力の単語ごとに1行。何と照らし合わせるか",
            prose`$${keyWords.length} \times ${keySize}$`,
          ],
          [prose`$V$`, "入力の単語ごとに1行。何を取り出すか", prose`$${V.length} \times ${V[0]!.length}$`],
          [prose`$d_k$`, "Keyの次元数", prose`$${keySize}$なので$\sqrt{d_k} = ${Math.sqrt(keySize)}$`],
        ),
      ],
    },
    {
      id: "hand",
      title: "1行を手で計算する",
      blocks: [
        prose`[「寒い」](?row=${cold}&scaled=1)の行、$q = (${Q[cold]!.join(", ")})$を取り上げます。`,
        prose`**1. 内積**：$q$と各Keyの内積は${row(on.products[cold]!, 0)}です。`,
        prose`**2. スケーリング**：$\sqrt{${keySize}} = ${Math.sqrt(keySize)}$で割ると${row(on.scores[cold]!, 0)}です。`,
        prose`**3. ソフトマックス**：$e^0, e^1, e^4, e^1$は${row(powers, 2)}で、合計は${decimal(sum, 2)}です。合計で割ると${row(on.weights[cold]!, 3)}になります。`,
        prose`**4. 加重平均**：この重みで$V$の行を混ぜると$(${row(on.output[cold]!, 2, ", ")})$です。「cold」の行$(${V[cold]!.join(", ")})$に近い値になりました。図でほかの行も選び、電卓で確かめてみてください。`,
      ],
    },
    {
      id: "root",
      title: "平方根は何のためか",
      blocks: [
        prose`平方根を[外して](?row=${cold}&scaled=0)みましょう。「cold」の重みは${decimal(on.weights[cold]![2]!, 3)}から${decimal(off.weights[cold]![2]!, 3)}に増えます。ソフトマックスが**飽和**したのです。$d_k = ${keySize}$なら害は小さいのですが、$d_k$が大きいほどひどくなります。$q$と$k$の成分が独立で、平均0、分散1だとすると、`,
        equation`\operatorname{Var}(q \cdot k) = \operatorname{Var}\Big(\sum_{i=1}^{d_k} q_i k_i\Big) = d_k`,
        prose`なので、スコアの標準偏差は$\sqrt{d_k}$です。$d_k = ${largest}$では${Math.sqrt(largest)}（図で引いた乱数では${decimal(plain.deviation, 1)}）となり、4個の重みのうち最大のものは平均で${decimal(plain.largest, 2)}です。$\sqrt{d_k}$で割れば、標準偏差は次元数によらず1で、最大の重みは${decimal(scaled.largest, 2)}です。`,
        prose`飽和したソフトマックスでは、学習がほとんど進みません。微分は$\partial \alpha_s / \partial e_s = \alpha_s (1 - \alpha_s)$で、重みが0や1に近いと0に近くなるからです。下のグラフは、その4個の重みについての合計です。$d_k = ${largest}$では、平方根があれば${decimal(scaled.slope, 2)}、なければ${decimal(plain.slope, 2)}です。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "why",
      ask: prose`スコアを$\sqrt{d_k}$で割るのはなぜですか。`,
      options: [
        "重みの合計を1にするため",
        "積の計算を速くするため",
        "スコアの散らばりがKeyの次元数とともに大きくなってソフトマックスが飽和するのを防ぐため",
        "パディングに重みを与えないため",
      ],
      answer: 2,
      right: "正解です。飽和した重みには、勾配がほとんどありません。",
      wrong: prose`重みの合計は、どちらにしても1です。$d_k$個の積の和の分散はいくつになりますか。`,
    },
    {
      kind: "number",
      id: "deviation",
      ask: prose`$q$と$k$の成分は独立で、平均0、分散1です。$d_k = 64$のとき、$q \cdot k$の標準偏差はいくつですか。`,
      answer: Math.sqrt(64),
      tolerance: 0.005,
      right: "正解です。分散が64なので、その平方根は8です。",
      wrong: prose`分散は$d_k$です。標準偏差はその平方根です。`,
    },
    {
      kind: "number",
      id: "score",
      ask: prose`$q = (1, 2, 0, 1)$、$k = (3, 1, 5, 1)$のとき、スケーリングしたスコア$q \cdot k / \sqrt{d_k}$はいくつですか。`,
      answer: (3 + 2 + 0 + 1) / Math.sqrt(4),
      tolerance: 0.005,
      right: prose`正解です。$(3 + 2 + 0 + 1) / 2$です。`,
      wrong: prose`内積は$3 + 2 + 0 + 1 = 6$で、Keyの成分は4つです。`,
    },
    {
      kind: "choice",
      id: "shape",
      ask: prose`Queryが7個、Keyが5個、$d_k = 64$で、Valueの成分は32個です。結果の形はどれですか。`,
      options: [prose`$5 \times 32$`, prose`$7 \times 5$`, prose`$7 \times 64$`, prose`$7 \times 32$`],
      answer: 3,
      right: "正解です。Queryごとに1行で、大きさはValueと同じです。",
      wrong: prose`$QK^\top$は$7 \times 5$です。これに$5 \times 32$の$V$を掛けます。`,
    },
  ],
};
