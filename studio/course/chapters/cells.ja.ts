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
  lead: "3つのセルに同じテストをします。最初に1が入り、あとはずっと0です。状態はそれをいつまで覚えているでしょうか。",
  sections: [
    {
      id: "rnn",
      title: "単純なRNN",
      blocks: [
        prose`図のセルは、どれもユニットが1個だけです。重みはすべて1個の数なので、自由に変えられます。[単純なRNN](?cell=rnn)の計算は次のとおりです。`,
        equation`h^t = \tanh(w x^t + u h^{t-1} + b)`,
        prose`入力は最初だけ1で、残りの${last - 1}個は0です。$u = ${memoryWeights.rnn.h!.u}$では状態が時点ごとに小さくなり、${last}時点目には${kept("rnn")}になります。[$u = 0.3$](?cell=rnn&h=1,0.3,0)にすると、ほとんどすぐに消えます。`,
      ],
    },
    {
      id: "bptt",
      title: "BPTT：勾配も時間を遡る",
      blocks: [
        prose`RNNを時間方向に展開すると、どの層も同じ重みを使う深いネットワークになります。これに誤差逆伝播法を使うのが**BPTT**（backpropagation through time、通時的誤差逆伝播法）です。重みは全時点で共有されているので、その勾配は各時点の寄与の和です。時点をまたぐ勾配は、1時点ごとに1つの因子を掛けた積になります。`,
        equation`\frac{\partial h^T}{\partial h^1} = \prod_{t=2}^{T} u\,(1 - (h^t)^2)`,
        prose`因子が1より小さければ、勾配は時点の数とともに急速に小さくなります。これが**勾配消失**です。[初めの設定](?cell=rnn)では、$\partial h^{${last}} / \partial x^1 = ${slope("rnn")}$です。$u$が大きいと、逆に[増えていく](?cell=rnn&h=1,1.5,0&x=${small.join(",")})こともあります（$u = 1.5$、最初の入力${small[0]}で${grown}）。これが**勾配爆発**です。`,
        list(
          prose`**勾配クリッピング**は爆発への対策です。勾配$g$のノルムが閾値$\theta$を超えたら、$g$を$\theta g / \lVert g \rVert$に置き換えます。向きは変わりません。`,
          prose`**Truncated BPTT**（打ち切り型BPTT）は、長い系列で計算量とメモリを抑える方法です。状態は次の区間に引き継ぎますが、勾配は決まった時点数で打ち切ります。`,
          prose`**ゲート**は消失への対策です。これから見ていきます。`,
        ),
      ],
    },
    {
      id: "lstm",
      title: "LSTM：ゲート付きの記憶",
      blocks: [
        prose`[LSTM](?cell=lstm)は、もう1つの状態として記憶セル$c$を持ち、これを足し算で更新します。$w$、$u$、$b$は、ゲートと候補のそれぞれに別のものがあります。`,
        equation`\begin{aligned} i, f, o &= \sigma(w x^t + u h^{t-1} + b) \\ g &= \tanh(w x^t + u h^{t-1} + b) \\ c^t &= f\, c^{t-1} + i\, g, \qquad h^t = o \tanh(c^t) \end{aligned}`,
        list(
          prose`**入力ゲート**$i$：新しい候補$g$をどれだけ書き込むか。`,
          prose`**忘却ゲート**$f$：前の記憶をどれだけ残すか。この例ではどの時点でも${decimal(forget, 3)}です。`,
          prose`**出力ゲート**$o$：記憶をどれだけ外に見せるか。`,
        ),
        prose`${last}時点目には${kept("lstm")}が残っています。$c^{t-1}$から$c^t$への経路では、$f$が掛かるだけです。$f$が1に近ければ、勾配はほとんどそのまま通ります。この経路を**CEC**（constant error carousel）と呼びます。1997年の元の論文には忘却ゲートがなく、この係数はつねに1でした。[忘却ゲートを閉じる](?cell=lstm&f=0,0,-3)と、記憶はたちまち消えます。忘却ゲートのバイアスを、0ではなく1から始めることが多いのはこのためです。`,
        prose`入力ゲートと出力ゲートがなければ、同じ重みが「ある入力は書き込み、別の入力からは記憶を守る」という相反する役割を負わされます。これを**入力重み衝突**、読み出す側で起きるものを**出力重み衝突**と呼びます。ゲートに$c$も入力する変形もあり、**覗き穴結合**（peephole connection）と呼ばれます。`,
      ],
    },
    {
      id: "gru",
      title: "GRU：同じ考えを2つのゲートで",
      blocks: [
        prose`[GRU](?cell=gru)の状態は$h$だけです。更新ゲート$z$1つが、忘れることと書き込むことを同時に決めます。`,
        equation`\begin{aligned} z, r &= \sigma(w x^t + u h^{t-1} + b) \\ n &= \tanh(w x^t + b + r\, (u h^{t-1})) \\ h^t &= (1 - z)\, n + z\, h^{t-1} \end{aligned}`,
        prose`残るのは${kept("gru")}です。**リセットゲート**$r$は、候補$n$が前の状態をどれだけ見るかを決めます。なお、$z$と$1 - z$を入れ替えて書く本もあるので注意してください。ここでは、$z$が1に近いほど「残す」という意味です。また、元の論文（Cho 2014）のように$r$を先に掛けて$u\,(r\, h^{t-1})$とする本もあります。ユニットが1個なら、どちらも同じです。`,
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
          ["GRU", prose`$3H(E + H + 1)$`, `${3 * weightCount("rnn", 2, 3)}`],
        ),
        prose`henkanのGRUは、多くのライブラリと同じように、状態との積にもバイアスを足します。そのため$3H(E + H + 2)$個で、この例では${weightCount("gru", 2, 3)}個です。LSTMとGRUの違いがどれほどのものかは、同じバッチで[並べて学習させる](#/train?task=dates&beside=gru)と分かります。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "bptt",
      ask: prose`BPTTで、再帰の重み$u$の勾配はどのように求めますか。`,
      options: [
        "最後の時点の寄与だけを使う",
        "最初の時点の寄与だけを使う",
        "すべての時点の寄与を足し合わせる",
        "すべての時点の寄与を掛け合わせる",
      ],
      answer: 2,
      right: "正解です。展開したネットワークのどの層も、同じ重みを使うからです。",
      wrong: prose`$u$はすべての時点で使われています。1つの変数が複数の場所に現れるとき、その勾配はどうなりますか。`,
    },
    {
      kind: "number",
      id: "lstm-weights",
      ask: prose`$E = 4$個の数を読み、$H = 5$個の状態を持つLSTM層の重みは全部でいくつですか。バイアスはゲートごとに1組とします。`,
      answer: weightCount("lstm", 4, 5),
      tolerance: 0,
      right: prose`正解です。$4 \cdot 5 \cdot (4 + 5 + 1)$です。`,
      wrong: prose`$4H(E + H + 1)$を使います。積は4つあり、それぞれ$H$個のユニットが、$E$個の入力と$H$個の状態とバイアスを読みます。`,
    },
    {
      kind: "choice",
      id: "cec",
      ask: prose`LSTMでは、$c$に沿った勾配が消えにくいのはなぜですか。`,
      options: [
        prose`$c^{t-1}$から$c^t$への経路では、1に近い値もとれる忘却ゲートが掛かるだけだから`,
        prose`$\tanh$を2回使うから`,
        "LSTMの方が重みが多いから",
        "ゲートの値がつねに0か1だから",
      ],
      answer: 0,
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
