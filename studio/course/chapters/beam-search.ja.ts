import { type ChapterText, equation, list, prose } from "../chapter.ts";
import {
  allHypotheses,
  beamSteps,
  bestOf,
  following,
  type Hypothesis,
  normalised,
  wordsOf,
} from "../numbers/beam-tree.ts";
import { decimal } from "../numbers/decimal.ts";

const found = (K: number): Hypothesis => bestOf(beamSteps(K).found);
const [greedy, two, three] = [found(1), found(2), found(3)];
const best = allHypotheses()[0]!;
const start = following([]);
const P = ({ logP }: Hypothesis): string => decimal(Math.exp(logP), 3);
const short = allHypotheses().find((one) => wordsOf(one) === "寒い")!;
const long = greedy;
const joined = (one: Hypothesis): string => wordsOf(one).replaceAll(" ", "");

export const text: ChapterText = {
  lead: "モデルが与えるのは確率です。最も確からしい文はどれでしょうか。毎回最も確からしい単語を選んでも、見つかるとは限りません。",
  sections: [
    {
      id: "greedy",
      title: "貪欲法とその失敗",
      blocks: [
        prose`求めたいのは、確率が最大の出力です。しかし、すべてを試すには多すぎます。1万語の語彙で25時点なら、宇宙の原子の数を超えてしまいます。`,
        equation`\hat{y} = \operatorname*{arg\,max}_{y}\; \sum_{t=1}^{T'} \log P(y^t \mid y^1, \ldots, y^{t-1}, x)`,
        prose`**貪欲法**（greedy search）は、毎時点で最も確からしい単語を選び、後戻りしません。[図の表](?k=1&step=1)では、最初の単語として「今日」が${start.今日}で最も確からしいので、貪欲法はそれを選び、[最後には](?k=1&step=4)「${joined(greedy)}」になります。確率は${P(greedy)}です。ところが全体で最もよい出力は、${start.本日}しかない「本日」で始まります。「${joined(best)}」で、確率は${P(best)}です。出だしがよくても行き詰まることがあり、出だしが悪くてもよい結果に終わることがあるのです。`,
      ],
    },
    {
      id: "beam",
      title: "上位K個を残す",
      blocks: [
        prose`**ビームサーチ**は、書きかけの出力（**仮説**）を、毎時点で上位$K$個残します。`,
        list(
          "どの仮説にも、次に来うるトークンをすべてつなげます。",
          prose`できた候補をまとめて対数確率の順に並べ、上位$K$個だけを先へ進めます。残りは**枝刈り**されます。`,
          prose`${"`</s>`"}で終わった候補は完成とし、別に取っておきます。続ける仮説がなくなれば探索は終わりです。`,
        ),
        prose`[$K = 2$](?k=2&step=2)では「寒い」が最初の時点を生き残り、結果は「${joined(two)}」、確率は${P(two)}です。貪欲法よりよいのですが、最良ではありません。3番目だった「本日」が枝刈りされたからです。[$K = 3$](?k=3&step=5)なら「${joined(three)}」が見つかります。1歩ずつ進めて、どの候補が落ちていくかを見てください。`,
        prose`$K = 1$は貪欲法です。$K$を大きくすると計算量はそのぶん増えますが、それでも最良のものが見つかる保証はありません。必ず見つけられるのは、制限のない探索だけです。`,
      ],
    },
    {
      id: "length",
      title: "長い出力は不利になる",
      blocks: [
        prose`単語が増えるたびに$\log P$は小さくなるので、和のままでは短い出力が選ばれやすくなります。[この表](?k=2&step=4&alpha=0)では、「寒い」だけなら$\log P = ${decimal(short.logP, 2)}$、「今日は寒い」は$${decimal(long.logP, 2)}$です。そこで、長さとともに増えるペナルティで割ります（Wu 2016）。単に長さ$|y|$で割る方法もあります。`,
        equation`\operatorname{score}(y) = \frac{\log P(y \mid x)}{\big((5 + |y|) / 6\big)^{\alpha}}`,
        prose`$\alpha = 1$では、それぞれ${decimal(normalised(short, 1), 2)}と${decimal(normalised(long, 1), 2)}になり、長い方が上になります。$\alpha = 0$なら何も変わりません。図の値はhenkan自身のコードで計算しています。自分で学習させたモデルの木は、「[中を見る](#/inspect)」の画面で見られます。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "greedy",
      ask: "貪欲法が最良の出力を逃すことがあるのはなぜですか。",
      options: [
        "早く止まりすぎるから",
        "単語を無作為に選ぶから",
        "最初に最も確からしい単語の続きがどれも確からしくないことがあり、それでも後戻りできないから",
        prose`${"`</s>`"}を知らないから`,
      ],
      answer: 2,
      right: "正解です。選ぶときは1時点しか見ませんが、積には全時点が入ります。",
      wrong:
        "図で「今日」と「本日」を比べてください。最初によいのはどちらで、最後によいのはどちらでしょうか。",
    },
    {
      kind: "number",
      id: "candidates",
      ask: prose`ビーム幅$K = 4$で、続けられる仮説が4個あり、語彙は1,000トークンです。1時点でいくつの候補から選ぶことになりますか。`,
      answer: 4 * 1000,
      tolerance: 0,
      right: "正解です。そのうち4個を残します。",
      wrong: "4個の仮説のそれぞれに、1,000個のトークンをつなげられます。",
    },
    {
      kind: "number",
      id: "product",
      ask: "ある仮説の各時点の確率は0.4、0.5、0.5です。この仮説の確率はいくつですか。",
      answer: 0.4 * 0.5 * 0.5,
      tolerance: 0.0005,
      right: "正解です。プログラムでは、代わりに対数を足します。",
      wrong: "3つを掛けてください。",
    },
    {
      kind: "choice",
      id: "one",
      ask: prose`$K = 1$のビームサーチは何と同じですか。`,
      options: ["貪欲法", "全数探索", "ランダムサンプリング", "教師強制"],
      answer: 0,
      right: "正解です。最良の候補だけが先へ進みます。",
      wrong: "候補のうち、最も確からしい1つだけを残します。それを何と呼んだでしょうか。",
    },
  ],
};
