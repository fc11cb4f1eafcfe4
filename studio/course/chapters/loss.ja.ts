import { type ChapterText, equation, prose, table } from "../chapter.ts";
import { decimal } from "../numbers/decimal.ts";
import { batchLoss, lossSentences, manyTokens, sentenceLoss } from "../numbers/sentence-loss.ts";

const [first, second] = lossSentences;
const one = sentenceLoss(first.probabilities);
const other = sentenceLoss(second.probabilities);
const both = batchLoss([first.probabilities, second.probabilities]);
const halved = sentenceLoss([first.probabilities[0] / 2, ...first.probabilities.slice(1)]);

export const text: ChapterText = {
  lead: "学習とは、正解の出力が出やすくなるように重みを変えることです。それを1つの式で表し、1つの文で確かめます。",
  sections: [
    {
      id: "formula",
      title: "式",
      blocks: [
        equation`E(w) = -\frac{1}{N} \sum_{n=1}^{N} \log P(y_n^1, y_n^2, \ldots, y_n^{T'} \mid x_n^1, x_n^2, \ldots, x_n^T; w)`,
        prose`図で記号を選ぶと、この例でそれが何に当たるかが分かります。意味は次のとおりです。`,
        table(
          ["記号", "意味"],
          [prose`$N$`, "サンプル数（バッチの件数）"],
          [prose`$x_n^1, \ldots, x_n^T$`, prose`$n$番目のサンプルの入力系列`],
          [prose`$y_n^1, \ldots, y_n^{T'}$`, prose`$n$番目のサンプルの正解の出力系列`],
          [prose`$w$`, "モデルのパラメータ（学習で変わる重み）"],
          [prose`$P(\ldots)$`, "モデルがこの出力に与える確率"],
          [prose`$\log P(\ldots)$`, "対数尤度。最大でも0で、起こりにくいほど小さい"],
          [prose`$-\frac{1}{N} \sum$`, "バッチについて平均し、符号を反転する。小さいほどよい"],
        ),
        prose`これは**最尤法**です。$E(w)$が最小になる重みとは、正解の出力が最も起こりやすくなる重みのことです。`,
      ],
    },
    {
      id: "tokens",
      title: "文からトークンへ",
      blocks: [
        prose`文の確率はトークンごとの確率の積です。対数をとると和になります。`,
        equation`-\log P(y_n \mid x_n) = \sum_{t=1}^{T'} -\log P(y_n^t \mid y_n^1, \ldots, y_n^{t-1}, x_n)`,
        prose`[初めの設定](?n=1)では、モデルは正解の4トークンに確率${first.probabilities.join("、")}を与えています。積は${decimal(one.probability, 3)}です。和の形にすると、${one.terms.map((term) => decimal(term, 3)).join("＋")}≈${decimal(one.loss, 3)}です。和ならアンダーフローしません。このような数を${manyTokens}個も掛けると、32ビットの浮動小数点数では表せないほど小さくなってしまいます。`,
        prose`それぞれの項は、モデルの分布と「正解のトークンだけに確率1を与える分布」との**交差エントロピー**です。ですからここでは、最尤法と交差エントロピー損失は同じものです。[最初の確率を半分](?n=1&p=${first.probabilities[0] / 2},${first.probabilities.slice(1).join(",")})にすると、損失は$\log 2$だけ増え、${decimal(one.loss, 3)}から${decimal(halved.loss, 3)}になります。半分にする前の値がいくつでも、増える量は同じです。`,
      ],
    },
    {
      id: "means",
      title: "2つの平均とパープレキシティ",
      blocks: [
        prose`[2つの文をバッチに入れる](?n=2)と、$N = 2$で、$E(w) = (${decimal(one.loss, 3)} + ${decimal(other.loss, 3)}) / 2 = ${decimal(both.perSentence, 3)}$です。この平均では、項の多い長い文ほど影響が大きくなります。そこで、トークンについての平均（ここでは${decimal(both.perToken, 3)}）も併せて報告します。`,
        prose`トークンについての平均の指数（$\exp$）をとったものが**パープレキシティ**です。$M$をバッチのトークン数とすると、次のようになります。`,
        equation`\mathrm{PPL} = \exp\Big(-\frac{1}{M} \sum_{n=1}^{N} \sum_{t=1}^{T'} \log P(y_n^t \mid y_n^1, \ldots, y_n^{t-1}, x_n)\Big)`,
        prose`ここでは${decimal(both.perplexity, 2)}です。モデルが「同じくらい確からしいトークンいくつのあいだで迷っているか」を表します。最良で1、どのトークンにも同じ確率を与えるモデルなら語彙の大きさになります。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "minus",
      ask: prose`$E(w)$に負号が付いているのはなぜですか。`,
      options: [
        "勾配は下る方向に進むから",
        "確率は負になることがあるから",
        prose`和が$n = 1$から始まるから`,
        prose`$\log P$は0以下で、「小さいほどよい」量にして最小化したいから`,
      ],
      answer: 3,
      right: "正解です。尤度を最大にすることは、負の対数尤度を最小にすることと同じです。",
      wrong: "確率は1以下です。その対数の符号はどうなりますか。",
    },
    {
      kind: "number",
      id: "product",
      ask: "モデルが、ある文の正解トークンに確率0.5、0.5、0.8を与えました。この文の確率はいくつですか。",
      answer: sentenceLoss([0.5, 0.5, 0.8]).probability,
      tolerance: 0.0005,
      right: "正解です。3つの積です。",
      wrong: "掛け合わせてください。どれも、それより前のトークンを条件とする確率です。",
    },
    {
      kind: "number",
      id: "loss",
      ask: prose`その文の損失$-\log P$はいくつですか。自然対数を使い、小数第2位まで答えてください。`,
      answer: sentenceLoss([0.5, 0.5, 0.8]).loss,
      tolerance: 0.01,
      right: prose`正解です。$-\log 0.2$です。`,
      wrong: prose`積0.2の$-\log$を計算するか、$-\log 0.5$を2回と$-\log 0.8$を1回足してください。`,
    },
    {
      kind: "number",
      id: "perplexity",
      ask: "どの正解トークンにも確率0.25を与えるモデルがあります。パープレキシティはいくつですか。",
      answer: batchLoss([[0.25, 0.25, 0.25]]).perplexity,
      tolerance: 0.005,
      right: "正解です。同じ確率の4つのトークンから選ぶのと同じです。",
      wrong: prose`パープレキシティは$-\log 0.25$の平均の$\exp$です。$\exp(\log 4)$はいくつでしょうか。`,
    },
  ],
};
