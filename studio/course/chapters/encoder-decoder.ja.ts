import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { leastDelay } from "../numbers/delay.ts";
import { examplePairs } from "../numbers/example-pairs.ts";

const { weather, reverse, tagging } = examplePairs;
const delays = { weather: leastDelay(weather), reverse: leastDelay(reverse), tagging: leastDelay(tagging) };

export const text: ChapterText = {
  lead: "RNNは読むことも書くこともできます。それなのに、なぜ翻訳には2つ必要なのでしょうか。",
  sections: [
    {
      id: "one",
      title: "1つのRNNにできること",
      blocks: [
        prose`RNNは$x^t$を読み、同じ時点で出力を1つ書けます。各単語の[品詞を当てる](?pair=tagging&delay=${delays.tagging})課題なら、これで十分です。出力は入力と同じ長さで、$y^t$に必要なのは$x^1, \ldots, x^t$だけだからです。図では、遅れ${delays.tagging}ですべての出力が書けます。`,
        prose`次に[翻訳](?pair=weather&delay=0)を試してください。「今日」と書くには、${weather.needs[0]}番目の単語「today」を読み終えていなければなりません。ところが1時点目では、まだ「it」しか読んでいません。表では、まだ分からない単語を書かなければならない行に印が付きます。`,
      ],
    },
    {
      id: "delay",
      title: "待てばよいのか",
      blocks: [
        prose`書き始めるのを少し待たせることはできます。遅れを動かしてみましょう。翻訳は[遅れ${delays.weather}](?pair=weather&delay=${delays.weather})で、[${reverse.source.length}文字の並びの反転](?pair=reverse&delay=${delays.reverse})は遅れ${delays.reverse}で書けるようになります。どちらも入力の長さより1だけ小さい値です。つまり、最初の単語を書く前に、入力をすべて読まなければならないのです。`,
        prose`すべての文に合う遅れはありません。文が長くなれば、必要な遅れも大きくなるからです。そこで、仕事を2つに分けます。まず全部を読み、それから書くのです。`,
        equation`\begin{aligned} h^t &= f(x^t, h^{t-1}) \\ c &= h^T, \qquad s^0 = c \\ s^t &= g(y^{t-1}, s^{t-1}) \end{aligned}`,
      ],
    },
    {
      id: "roles",
      title: "2つの役割",
      blocks: [
        list(
          prose`**エンコーダ**$f$は読む役です。自分の重みと自分の語彙を持ち、何も書きません。入力は最初からすべてそろっているので、両方の端から読むこと（**双方向RNN**）もできます。`,
          prose`**デコーダ**$g$は書く役です。目的言語の言語モデルですが、何もないところからではなく、$c$から出発します。読めるのは、自分がそれまでに書いたものだけです。`,
        ),
        prose`この分担によって、入力と出力は長さも言語も順序も違っていてよくなります。両者のあいだに残るのはベクトル$c$だけです。その代償は[後の章](#/course/fixed-vector)で見ます。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "reason",
      ask: "1トークン読むたびに1トークン書く1つのRNNでは、なぜ翻訳に不十分なのですか。",
      options: [
        "RNNは数値しか読めず、単語を読めないから",
        "1つのRNNは勾配降下法で学習できないから",
        "最後の単語を読むまで、RNNには隠れ状態がないから",
        "出力の長さと順序が入力と異なり、まだ読んでいない単語に依存する出力を書かなければならなくなるから",
      ],
      answer: 3,
      right: "正解です。入力と出力は、時点ごとに対応してはいません。",
      wrong: "出力の先頭の「今日」を思い出してください。これは入力の最後の単語で決まります。",
    },
    {
      kind: "number",
      id: "least-delay",
      ask: "8文字の並びを反転します。1つのRNNが最初の文字を「1＋遅れ」時点目に書くとすると、遅れは少なくともいくつ必要ですか。",
      answer: leastDelay({ source: [], target: [], needs: [8, 7, 6, 5, 4, 3, 2, 1] }),
      tolerance: 0,
      right: "正解です。最初の出力は8文字目で、それを読むのは8＝1＋7時点目です。",
      wrong: "最初の出力は8文字目です。読むのは8時点目ですが、遅れがなければ1時点目に書くことになります。",
    },
    {
      kind: "choice",
      id: "aligned",
      ask: "遅れのない1つのRNNで足りる課題はどれですか。",
      options: [
        "記事の要約",
        "英語から日本語への翻訳",
        "各単語の品詞を当てること",
        "単語の文字を逆順にすること",
      ],
      answer: 2,
      right: "正解です。入力1つに出力1つが、同じ順序で対応します。",
      wrong: "出力の長さと順序が入力と同じになる課題を探してください。",
    },
    {
      kind: "word",
      id: "reader",
      ask: "入力を読むだけで、何も書かない方のネットワークを何と呼びますか。",
      answers: ["エンコーダ", "encoder", "符号化器"],
      right: "正解です。もう一方がデコーダです。",
      wrong: "エンコーダです。入力をベクトルにまとめ、デコーダがそこから書きます。",
    },
  ],
};
