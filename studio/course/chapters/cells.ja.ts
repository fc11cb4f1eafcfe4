import { type ChapterText, equation, list, prose, table } from "../chapter.ts";
import { memoryInputs, memoryWeights, runCell, sensitivity, weightCount } from "../numbers/cell-steps.ts";
import { decimal } from "../numbers/decimal.ts";

const last = memoryInputs.length;
const kept = (cell: "rnn" | "lstm" | "gru"): string =>
  decimal(runCell(cell, memoryWeights[cell], memoryInputs).at(-1)!.h, 3);
const slope = (cell: "rnn" | "lstm" | "gru"): string =>
  decimal(sensitivity(cell, memoryWeights[cell], memoryInputs), 3);
const small = memoryInputs.map((x) => x / 100);
const grown = decimal(sensitivity("rnn", { h: { w: 1, u: 1.5, b: 0 } }, small), 1);
const forget = runCell("lstm", memoryWeights.lstm, memoryInputs)[0]!.gates.f!;

export const text: ChapterText = {
  lead: "三つのセルに同じテストをします。最初に1が入り、あとはずっと0です。状態はそれをいつまで覚えているでしょうか。",
  sections: [
    {
      id: "rnn",
      title: "単純なRNN",
      blocks: [
        prose`図のセルは、どれもユニットが1個だけです。重みはすべて1個の数なので、自由に変えられます。[単純なRNN](?cell=rnn)の計算は次のとおりです。`,
        equation`h^t = \tanh(w x^t + u h^{t-1} + b)`,
        prose`入力は1が一つ、そのあと0が${last - 1}個です。$u = ${memoryWeights.rnn.h!.u}$では状態が1歩ごとに縮み、${last}時点目には${kept("rnn")}になります。[$u = 0.3$](?cell=rnn&h=1,0.3,0)にすると、ほとんどすぐに消えます。勾配$\partial h^{${last}} / \partial x^1$も同じ道をたどります（初めの設定では${slope("rnn")}）。1時点ごとに$u\,(1 - (h^t)^2)$が掛かる積だからです。これが**勾配消失**です。$u$が大きいと、逆に[増えていく](?cell=rnn&h=1,1.5,0&x=${small.join(",")})こともあります（$u = 1.5$、入力${small[0]}で${grown}）。これが**勾配爆発**で、対策として勾配のノルムを切り詰めます（勾配クリッピング）。`,
      ],
    },
    {
      id: "lstm",
      title: "LSTM：ゲート付きの記憶",
      blocks: [
        prose`[LSTM](?cell=lstm)は、もう一つの状態として記憶セル$c$を持ち、これを足し算で更新します。`,
        equation`\begin{aligned} i, f, o &= \sigma(w x^t + u h^{t-1} + b) \quad \text{（重みはそれぞれ別）} \\ g &= \tanh(w x^t + u h^{t-1} + b) \\ c^t &= f\, c^{t-1} + i\, g, \qquad h^t = o \tanh(c^t) \end{aligned}`,
        list(
          prose`**入力ゲート**$i$：新しい候補$g$をどれだけ書き込むか。`,
          prose`**忘却ゲート**$f$：前の記憶をどれだけ残すか。この例ではどの時点でも${decimal(forget, 3)}です。`,
          prose`**出力ゲート**$o$：記憶をどれだけ外に見せるか。`,
        ),
        prose`${last}時点目には${kept("lstm")}が残っています。$c^{t-1}$から$c^t$への道では、$f$が掛かるだけです。$f$が1に近ければ、勾配はほとんどそのまま通ります。この仕組みを**CEC**（constant error carousel）と呼びます。[忘却ゲートを閉じる](?cell=lstm&f=0,0,-3)と、記憶はたちまち消えます。忘却ゲートのバイアスを、0ではなく1から始めることが多いのはこのためです。`,
      ],
    },
    {
      id: "gru",
      title: "GRU：同じ考えを二つのゲートで",
      blocks: [
        prose`[GRU](?cell=gru)には第二の状態がありません。更新ゲート$z$一つが、忘れることと書き込むことを同時に決めます。`,
        equation`\begin{aligned} z, r &= \sigma(w x^t + u h^{t-1} + b) \\ n &= \tanh(w x^t + b + r\, (u h^{t-1})) \\ h^t &= (1 - z)\, n + z\, h^{t-1} \end{aligned}`,
        prose`残るのは${kept("gru")}です。**リセットゲート**$r$は、候補$n$が前の状態をどれだけ見るかを決めます。なお、$z$と$1 - z$を入れ替えて書く本もあるので注意してください。ここでは、$z$が1に近いほど「残す」という意味です。`,
      ],
    },
    {
      id: "sizes",
      title: "重みの数",
      blocks: [
        prose`$E$個の数を読み、$H$個の状態を持つ層は、$[E \times H]$と$[H \times H]$の行列を掛け、バイアス$[H]$を足します。これをRNNは1回、GRUは3回、LSTMは4回行います。`,
        table(
          ["セル", "重みの数", prose`$E = 2$、$H = 3$のとき`],
          ["RNN", prose`$H(E + H + 1)$`, `${weightCount("rnn", 2, 3)}`],
          ["LSTM", prose`$4H(E + H + 1)$`, `${weightCount("lstm", 2, 3)}`],
          ["GRU", prose`$3H(E + H + 2)$`, `${weightCount("gru", 2, 3)}`],
        ),
        prose`ここのGRUは、$u$との積のあとで$r$を掛けるため、バイアスがもう一組あります。それがなければ$3H(E + H + 1)$で、試験で問われるのは主にこちらの形です。違いがどれほどのものかは、同じバッチで[LSTMとGRUを並べて学習させる](#/train?task=dates&beside=gru)と分かります。`,
      ],
    },
  ],
  questions: [
    {
      kind: "number",
      id: "lstm-weights",
      ask: prose`$E = 4$個の数を読み、$H = 5$個の状態を持つLSTM層の重みは全部でいくつですか。バイアスはゲートごとに一組とします。`,
      answer: weightCount("lstm", 4, 5),
      tolerance: 0,
      right: prose`正解です。$4 \cdot 5 \cdot (4 + 5 + 1)$です。`,
      wrong: prose`$4H(E + H + 1)$を使います。積は四つあり、それぞれ$H$個のユニットが、$E$個の入力と$H$個の状態とバイアスを読みます。`,
    },
    {
      kind: "choice",
      id: "cec",
      ask: prose`LSTMでは、$c$に沿った勾配が消えにくいのはなぜですか。`,
      options: [
        prose`$\tanh$を2回使うから`,
        prose`$c^t$は$c^{t-1}$に忘却ゲートを掛けただけで、その値は1に近くできるから`,
        "LSTMの方が重みが多いから",
        "ゲートの値がつねに0か1だから",
      ],
      answer: 1,
      right: "正解です。足し算とゲートだけで、途中に値を押しつぶす関数がありません。",
      wrong: prose`$c^t = f\,c^{t-1} + i\,g$を$c^{t-1}$で微分してみましょう。`,
    },
    {
      kind: "number",
      id: "gru-step",
      ask: prose`上の式のGRUで、$z = 0.25$、$n = 0.8$、$h^{t-1} = 0.4$です。$h^t$はいくつですか。`,
      answer: (1 - 0.25) * 0.8 + 0.25 * 0.4,
      tolerance: 0.005,
      right: prose`正解です。$0.75 \cdot 0.8 + 0.25 \cdot 0.4$です。`,
      wrong: prose`$h^t = (1 - z)\,n + z\,h^{t-1}$に数を入れてください。`,
    },
    {
      kind: "word",
      id: "gate",
      ask: "LSTMで、前の記憶をどれだけ残すかを決めるゲートの名前は何ですか。",
      answers: ["忘却ゲート", "forget gate", "forget", "忘却"],
      right: "正解です。閉じると、記憶は1時点で消えます。",
      wrong: "忘却ゲートfです。前の記憶に掛かる係数です。",
    },
  ],
};
