import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { bleuHypotheses, bleuParts, bleuReference, ngrams } from "../numbers/bleu-parts.ts";
import { decimal } from "../numbers/decimal.ts";

const parts = (hypothesis: keyof typeof bleuHypotheses) =>
  bleuParts(bleuHypotheses[hypothesis], [bleuReference]);
const good = parts("good");
const short = parts("short");
const repeated = parts("repeated");
const [the] = ngrams(bleuHypotheses.repeated, [bleuReference], 1);
const link = (hypothesis: string): string => encodeURIComponent(hypothesis);

export const text: ChapterText = {
  lead: "翻訳のよさは、どう測ればよいのでしょうか。BLEUは、訳文の中の単語の並びが、人の書いた参照訳にどれだけ現れるかを数えます。",
  sections: [
    {
      id: "precision",
      title: "n-gramの適合率",
      blocks: [
        prose`**n-gram**とは、$n$個の単語の並びです。適合率$p_n$は、訳文のn-gramのうち参照訳に現れるものの割合です。参照訳「${bleuReference}」に対する[「${bleuHypotheses.good}」](?hyp=${link(bleuHypotheses.good)}&n=1)の場合は、次のようになります。`,
        list(
          ...good.matches.map(
            (count, i) =>
              prose`$p_${i + 1} = ${count} / ${good.totals[i]} = ${decimal(count / good.totals[i]!, 3)}$`,
          ),
        ),
        prose`$p_1$からは単語が合っているか、それより長いものからは順序が合っているかが分かります。[単語はすべて正しく、順序がでたらめ](?hyp=${link(bleuHypotheses.shuffled)}&n=2)なら、$p_1 = 1$、$p_2 = 0$です。`,
      ],
    },
    {
      id: "clipping",
      title: "クリッピング",
      blocks: [
        prose`単純な適合率は簡単にだまされます。[「${bleuHypotheses.repeated}」](?hyp=${link(bleuHypotheses.repeated)}&n=1)は、参照訳にある単語だけでできています。では$${the!.count} / ${the!.count}$でよいのでしょうか。そうならないように、n-gramの一致は「それを最も多く含む参照訳での回数」を上限として数えます。「the」は${the!.clipped}回しかないので、$p_1 = ${repeated.matches[0]} / ${repeated.totals[0]}$です。`,
      ],
    },
    {
      id: "brevity",
      title: "短い訳文へのペナルティ",
      blocks: [
        prose`適合率は「書いたことが正しいか」を問うだけで、「全部書いたか」は問いません。[「${bleuHypotheses.short}」](?hyp=${link(bleuHypotheses.short)}&n=1)は文の半分が欠けているのに、適合率はすべて1です。そこで、訳文の$c$語が参照訳の$r$語より少ないときには、スコアを割り引きます。この係数を**brevity penalty**（BP）と呼びます。`,
        equation`\mathrm{BP} = \begin{cases} 1 & c \ge r \\ e^{1 - r/c} & c < r \end{cases}`,
        prose`ここでは$c = ${short.hypothesisLength}$、$r = ${short.referenceLength}$なので、$\mathrm{BP} = ${decimal(short.brevityPenalty, 3)}$です。参照訳が複数あれば、長さが最も近いものの語数を$r$とします。長すぎる訳文を割り引く必要はありません。適合率がおのずと下がるからです。`,
      ],
    },
    {
      id: "score",
      title: "スコア",
      blocks: [
        prose`BLEUは、$p_1$から$p_4$までの幾何平均にBPを掛けたものです。ふつう0から100で表します。`,
        equation`\mathrm{BLEU} = \mathrm{BP} \cdot \exp\Big(\frac{1}{4} \sum_{n=1}^{4} \log p_n\Big)`,
        prose`最初の例では${decimal(good.score, 1)}、短い例では${decimal(short.score, 1)}です。$p_n$が1つでも0なら、積も0になります。そのためBLEUは、すべての文の回数を先に足し合わせてから、コーパス全体について計算します。1文だけを採点するときは平滑化を使います。また、比べてよいのは同じ方法で計算したスコアだけです。単語の区切り方が違えば、値も変わります。ここの数値はすべて、henkanがモデルの採点に使うコードで計算したもので、sacreBLEUと同じ値になります。`,
      ],
    },
  ],
  questions: [
    {
      kind: "number",
      id: "clipped",
      ask: "訳文が「a a b」、参照訳が「a b c」のとき、クリッピングをした単語の適合率はいくつですか。小数第2位まで答えてください。",
      answer: (() => {
        const { matches, totals } = bleuParts("a a b", ["a b c"]);
        return matches[0]! / totals[0]!;
      })(),
      tolerance: 0.01,
      right: "正解です。3語のうち、「a」1つと「b」1つが数えられます。",
      wrong: "参照訳に「a」は1つしかないので、2つ目の「a」は数えません。3語のうちいくつ残りますか。",
    },
    {
      kind: "number",
      id: "brevity",
      ask: "訳文が8語、参照訳が10語のとき、BPはいくつですか。小数第2位まで答えてください。",
      answer: bleuParts("a b c d e f g h", ["a b c d e f g h i j"]).brevityPenalty,
      tolerance: 0.01,
      right: prose`正解です。$e^{1 - 10/8} = e^{-0.25}$です。`,
      wrong: prose`$c = 8 < r = 10$なので、$e^{1 - r/c}$を使います。`,
    },
    {
      kind: "choice",
      id: "long",
      ask: "長すぎる訳文へのペナルティがBLEUに要らないのはなぜですか。",
      options: [
        "長い訳文は途中で切られるから",
        "再現率も計算しているから",
        "幾何平均では無視されるから",
        "余分な単語は一致せず、適合率を下げるから",
      ],
      answer: 3,
      right: "正解です。余分な単語は分母だけを増やします。",
      wrong: "適合率は「一致した数÷訳文のn-gramの数」です。参照訳にない単語を足すとどうなりますか。",
    },
    {
      kind: "choice",
      id: "zero",
      ask: "ある訳文は参照訳と多くの単語が共通ですが、4語続けて一致するところがありません。平滑化をしないと、BLEUはいくつですか。",
      options: ["0", "ほかの3つの適合率の平均", "25", "定義されない"],
      answer: 0,
      right: prose`正解です。$\log 0 = -\infty$で、$e^{-\infty} = 0$です。`,
      wrong: "BLEUは幾何平均です。因子の1つが0の積はいくつになりますか。",
    },
  ],
};
