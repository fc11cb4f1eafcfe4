import { type ChapterText, equation, list, prose } from "../chapter.ts";
import { decimal, percent } from "../numbers/decimal.ts";
import { batchMean, leaked, maskedWeights, paddedBatch } from "../numbers/masked-batch.ts";

const [, second, third] = paddedBatch;
const real = paddedBatch.reduce((sum, { length }) => sum + length, 0);
const all = paddedBatch.length * paddedBatch[0]!.tokens.length;
const causal = maskedWeights("causal", 4);

export const text: ChapterText = {
  lead: "バッチは長方形ですが、文の長さはまちまちです。すき間を埋めるものは、結果に影響してはなりません。",
  sections: [
    {
      id: "padding",
      title: "パディング",
      blocks: [
        prose`学習では多くの文をまとめて扱いますが、テンソルの中では、どの文も同じ長さでなければなりません。そこで短い文の後ろを、意味のない記号${"`<pad>`"}で埋めます。図のバッチには${paddedBatch.length}文、合わせて${all}個の位置があり、そのうち単語は${real}個です。`,
        prose`放っておくと、ネットワークは${"`<pad>`"}を単語と同じように読んでしまいます。本物を1、パディングを0とする**マスク**を使って、再帰、アテンション、損失の3か所からパディングの影響を取り除かなければなりません。`,
      ],
    },
    {
      id: "attention",
      title: "アテンションでのマスク",
      blocks: [
        prose`マスクがないと、アテンションは[漏れます](?mask=none&sentence=1)。「${second!.tokens.slice(0, second!.length).join(" ")}」では重みの${percent(leaked("none", second!.length))}が、[「${third!.tokens.slice(0, third!.length).join(" ")}」](?mask=none&sentence=2)では${percent(leaked("none", third!.length))}がパディングに流れます。これでは同じ文でも、どのバッチに入るかで訳が変わってしまいます。`,
        prose`対策はソフトマックスの**前**に行います。パディングのスコアに、絶対値のとても大きい負の数を足すのです。`,
        equation`\begin{aligned} \alpha &= \operatorname{softmax}(e + m) \\ m_s &= \begin{cases} 0 & \text{本物} \\ -10^9 & \text{パディング} \end{cases} \end{aligned}`,
        prose`[マスクをかける](?mask=padding&sentence=1)と、その重みはちょうど0になり（浮動小数点数では$e^{-10^9}$は0です）、残りの合計は1のままです。ソフトマックスの後で重みを0にする方法では、残りの合計が1になりません。`,
      ],
    },
    {
      id: "rest",
      title: "再帰と損失でのマスク",
      blocks: [
        list(
          prose`**再帰**：マスクが0の時点では状態を変えず、$h^t = h^{t-1}$とします。こうすれば、最後の状態は最後の本物の単語のときの状態になります。双方向エンコーダの逆方向は最初にパディングに出会うので、いっそう大切です。`,
          prose`**損失**：パディングの位置にも損失は計算されますが、数に入れません。${all}個の位置すべてで平均すると1トークン当たり${decimal(batchMean(false), 3)}に見えますが、本物の${real}個では${decimal(batchMean(true), 3)}です。前者がよく見えるのは、${"`<pad>`"}の次に${"`<pad>`"}が来ることをモデルがすぐに覚えるからにすぎません。`,
        ),
      ],
    },
    {
      id: "causal",
      title: "未来を隠すマスク",
      blocks: [
        prose`マスクのもう1つの用途は、Transformerのデコーダです。すべての位置を同時に学習するので、入力の中に正解が並んでいます。[**因果マスク**](?mask=causal&sentence=0)（causal mask）は後ろに来るものを隠し、位置$t$からは$s \le t$の位置しか見えないようにします。重みは三角形に並び、1行目は${causal[0]!.map((weight) => decimal(weight, 0)).join("、")}です。最初の単語から見えるのは自分だけだからです。RNNのデコーダはまだ未来を読んでいないので、このマスクは要りません。パディングのある出力のバッチでは、[両方を併用](?mask=both&sentence=2)します。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "where",
      ask: "アテンションのマスクはどこにかけますか。",
      options: [
        "ソフトマックスの後の重みを0にする",
        "Valueを0にする",
        "ソフトマックスの前のスコアに、絶対値の大きな負の数を足す",
        "結果を0にする",
      ],
      answer: 2,
      right: "正解です。こうすれば、残った重みの合計は1のままです。",
      wrong:
        "ソフトマックスの後では手遅れです。パディングが取り分を得たあとなので、残りの合計が1になりません。",
    },
    {
      kind: "number",
      id: "two-left",
      ask: "3つの位置のスコアが1、1、5で、3つ目はパディングです。マスクをかけると、1つ目の重みはいくつですか。",
      answer: 0.5,
      tolerance: 0.005,
      right: "正解です。本物の2つが半分ずつ分け合います。",
      wrong: "3つ目はスコアにかかわらず0です。残りの2つはスコアが同じです。",
    },
    {
      kind: "number",
      id: "mean",
      ask: "ある文の損失は、2語について1.2と0.8、2個のパディングについて0.1ずつです。1トークン当たりの正しい平均損失はいくつですか。",
      answer: (1.2 + 0.8) / 2,
      tolerance: 0.005,
      right: "正解です。パディングは分子にも分母にも入れません。",
      wrong: "パディングを和からも個数からも除きます。(1.2＋0.8)÷2です。",
    },
    {
      kind: "choice",
      id: "causal",
      ask: "因果マスクは何のためのものですか。",
      options: [
        "パディングを隠すため",
        "入力の文をデコーダから隠すため",
        "まれな単語を隠すため",
        "予測しようとする位置より後ろの単語を隠すため",
      ],
      answer: 3,
      right: "正解です。隠さなければ、デコーダは入力から答えを写すだけになります。",
      wrong: "すべての位置を同時に学習するデコーダを考えてください。見てはいけないものは何でしょうか。",
    },
  ],
};
