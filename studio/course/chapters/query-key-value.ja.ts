import { type ChapterText, equation, prose, table } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { pictures, search } from "../numbers/picture-search.ts";

const rain = pictures.findIndex(({ name }) => name === "rain");
const soft = search([1, 1, 0], 1);
const hard = search([1, 1, 0], 4);

export const text: ChapterText = {
  lead: "アテンションは、答えを「混ぜ合わせて」返す検索です。3つの名前も検索に由来します。",
  sections: [
    {
      id: "search",
      title: "絵の棚で検索する",
      blocks: [
        prose`図は、4枚の絵が入った棚です。どの絵にも「暖かい」「濡れる」「暗い」の度合いを表すタグが付いています。探したいものを指定すると、タグと照らし合わせて、最もよく合うものが出てきます。`,
        table(
          ["役割", "検索では", "アテンションでは"],
          ["**Query**", "検索ワード（探したいもの）", "出力の1つの位置からの問い合わせ。デコーダの状態"],
          ["**Key**", "それぞれの絵のタグ", "入力の各単語の見出し。Queryと照らし合わせてスコアにする"],
          ["**Value**", "絵そのもの", "入力の各単語から取り出す情報。スコアに応じて加重平均する"],
        ),
        prose`[暖かくて濡れるもの](?q=1,1,0&beta=4)を探してみましょう。雨の絵が重み${decimal(hard.weights[rain]!, 3)}で出てきます。`,
      ],
    },
    {
      id: "soft",
      title: "ハードな検索とソフトな検索",
      blocks: [
        prose`データベースは1件の記録を返します。これは**ハード**な検索です。アテンションは、合い具合に応じて全部を混ぜて返します。こちらは**ソフト**な検索です。[$\beta$を1まで下げる](?q=1,1,0&beta=1)と、雨の重みは${decimal(soft.weights[rain]!, 2)}しかなく、ほかの絵が透けて見えます。わざわざ混ぜるのはなぜでしょうか。「最もよいものを選ぶ」操作には勾配がありませんが、混ぜる操作にはあるからです。勾配降下法で学習できるのは、微分できるものだけです。`,
        equation`\begin{aligned} \alpha &= \operatorname{softmax}(\beta\, q \cdot k_1, \ldots, \beta\, q \cdot k_T) \\ \text{出力} &= \sum_{s=1}^{T} \alpha_s\, v_s \end{aligned}`,
      ],
    },
    {
      id: "apart",
      title: "KeyとValueはなぜ別なのか",
      blocks: [
        prose`見つけやすくする特徴と、取り出したい中身は同じとは限りません。検索ではタグで探し、絵を受け取ります。そこで、KeyとValueはエンコーダの同じ状態$h^s$から2つの行列で作り、Queryはデコーダの状態から3つ目の行列で作ります。`,
        equation`\begin{aligned} q_t &= W_Q\, s^t \\ k_s &= W_K\, h^s \\ v_s &= W_V\, h^s \end{aligned}`,
        prose`前の章ではKeyもValueも$h^s$そのものでした。これは行列を使わない特別な場合です。Queryをデコーダから、KeyとValueをエンコーダから作るものを**ソース・ターゲットアテンション**（クロスアテンション）、3つとも同じ系列から作るものを**セルフアテンション**（自己注意）と呼びます。[何も問い合わせない](?q=0,0,0&beta=1)と、4枚の絵が均等に混ざります。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "roles",
      ask: "利用者が検索欄に言葉を入力し、記事を受け取りました。Keyに当たるものはどれですか。",
      options: ["入力された言葉", "その言葉と照らし合わせる、記事のタグ", "記事", "検索欄"],
      answer: 1,
      right: "正解です。入力された言葉がQuery、記事がValueです。",
      wrong: "Queryは探したいもの、Valueは受け取るものです。両者を結び付けるのがKeyです。",
    },
    {
      kind: "choice",
      id: "source",
      ask: "seq2seqのアテンションで、KeyとValueは何から作られますか。",
      options: [
        "どちらもエンコーダの状態",
        "どちらもデコーダの状態",
        "Keyはデコーダ、Valueはエンコーダ",
        "正解の出力の埋め込み",
      ],
      answer: 0,
      right: "正解です。Queryだけがデコーダから作られます。",
      wrong: "問い合わせるのはデコーダなので、その状態がQueryです。探される側は入力です。",
    },
    {
      kind: "number",
      id: "mix",
      ask: "2つのValueが10と2で、重みが0.75と0.25です。出力はいくつですか。",
      answer: 0.75 * 10 + 0.25 * 2,
      tolerance: 0.005,
      right: "正解です。7.5＋0.5です。",
      wrong: "加重平均です。0.75×10＋0.25×2を計算してください。",
    },
    {
      kind: "word",
      id: "self",
      ask: "Query、Key、Valueをすべて同じ系列から作るアテンションを何と呼びますか。",
      answers: [
        "セルフアテンション",
        "自己注意",
        "自己注意機構",
        "self-attention",
        "自己アテンション",
        "セルフアテンション機構",
      ],
      right: "正解です。Transformerの土台になっています。",
      wrong: "系列が自分自身を参照するので、セルフアテンション（自己注意）です。",
    },
  ],
};
