import { type ChapterText, equation, prose } from "../chapter.ts";
import { examplePairs } from "../numbers/example-pairs.ts";

const { weather, date } = examplePairs;

export const text: ChapterText = {
  lead: "ある系列を、長さの異なる別の系列に変換するネットワークです。何を入力し、何を出力し、そのあいだで何が起きるのでしょうか。",
  sections: [
    {
      id: "task",
      title: "どんな課題か",
      blocks: [
        prose`翻訳は、ある言語の単語の並びを別の言語の単語の並びに変えます。音声認識は音を文字に変え、日付の変換は人の書いた日付をコンピュータが並べ替えやすい形に変えます。どれも、入力は系列$x^1, x^2, \ldots, x^T$、出力は別の系列$y^1, y^2, \ldots, y^{T'}$です。このような課題のためのモデルを**Sequence to Sequence**（**seq2seq**、系列変換モデル）と呼びます。`,
        prose`2つの長さは自由です。[「it is cold today」](?pair=weather&step=0)は$T = ${weather.source.length}$語で、訳は$T' = ${weather.target.length}$語です。単語や文字など、系列の要素を**トークン**と呼びます。[「3 May 2024」](?pair=date&step=0)は$T = ${date.source.length}$トークンですが、標準の形式で書くと$T' = ${date.target.length}$トークンになります。順序も自由です。日本語では先頭に来る「今日」が、英語では末尾の「today」に当たります。`,
      ],
    },
    {
      id: "parts",
      title: "2つのネットワークと1つのベクトル",
      blocks: [
        prose`seq2seqは2つのRNNで構成されます。**エンコーダ**は1時点に1トークンずつ読みます。[1ステップ進めて](?pair=weather&step=1)みましょう。$x^1$を読み終え、隠れ状態は$h^1$になりました。[${weather.source.length}ステップ目](?pair=weather&step=${weather.source.length})で入力をすべて読み終えます。このときの最後の状態が文全体を表し、**コンテキストベクトル**$c$と呼ばれます。4語の文でも40語の文でも、$c$の大きさは変わりません。`,
        prose`**デコーダ**は$c$から出発して、[1時点に1トークンずつ書きます](?pair=weather&step=${weather.source.length + 1})。そのたびに、直前に自分が書いたトークンも読みます。最初は直前のトークンがないので、「始まり」を表す記号${"`<s>`"}を読みます（${"`<bos>`"}と書く本もあります）。「終わり」を表す${"`</s>`"}（${"`<eos>`"}）を書いたら、[文の完成です](?pair=weather&step=${weather.source.length + weather.target.length + 1})。こうして、出力の長さはモデル自身が決めます。`,
      ],
    },
    {
      id: "probability",
      title: "モデルが計算するもの",
      blocks: [
        prose`デコーダは各時点で、語彙のすべてのトークンに確率を与えます。どのトークンも、それより前のトークンすべてを条件として選ばれるので、出力全体の確率はそれらの積になります。`,
        equation`P(y^1, \ldots, y^{T'} \mid x^1, \ldots, x^T; w) = \prod_{t=1}^{T'} P(y^t \mid y^1, \ldots, y^{t-1}, c\,; w)`,
        prose`$w$は2つのネットワークの重みをまとめて表したものです。両者は一緒に学習されます。デコーダの誤差は$c$を通ってエンコーダまで逆伝播するので、エンコーダは「デコーダに必要な情報」を残すことを学びます。その様子は、このページの[学習の画面](#/train?task=phrasebook)で見られます。`,
      ],
    },
  ],
  questions: [
    {
      kind: "choice",
      id: "lengths",
      ask: prose`seq2seqにおける入力の長さ$T$と出力の長さ$T'$の関係として、正しいものはどれですか。`,
      options: [
        prose`つねに$T = T'$である`,
        prose`つねに$T' \le T$である`,
        "異なっていてよく、出力がどこで終わるかはモデルが決める",
        "異なっていてよいが、学習の前に決めておく必要がある",
      ],
      answer: 2,
      right: prose`正解です。入力がどれほど長くても短くても、デコーダは${"`</s>`"}を書くまで続けます。`,
      wrong: prose`図の日付の例を見てください。入力は${date.source.length}トークン、出力は${date.target.length}トークンです。出力を終わらせるのは${"`</s>`"}です。`,
    },
    {
      kind: "number",
      id: "steps",
      ask: prose`デコーダが「今日／は／寒い」と書きます。${"`</s>`"}を書く時点も含めると、全部で何時点かかりますか。`,
      answer: weather.target.length + 1,
      tolerance: 0,
      right: prose`正解です。3語と${"`</s>`"}です。そのすべてが、積の因子になります。`,
      wrong: prose`1語につき1時点かかります。文を終わらせる${"`</s>`"}にも1時点かかります。`,
    },
    {
      kind: "word",
      id: "vector",
      ask: "エンコーダがデコーダに渡す、大きさの決まったベクトルを何と呼びますか。",
      answers: ["コンテキストベクトル", "コンテクストベクトル", "文脈ベクトル", "context vector", "context"],
      right: "正解です。エンコーダの最後の隠れ状態です。",
      wrong: "コンテキストベクトルcです。エンコーダの最後の隠れ状態で、入力全体を表します。",
    },
    {
      kind: "choice",
      id: "first-input",
      ask: "最初の時点で、デコーダはコンテキストベクトルのほかに何を読みますか。",
      options: ["入力の最後の単語", "「始まり」を表す記号", "何も読まない", "正解の最初の単語"],
      answer: 1,
      right: prose`正解です。先頭より前のトークンの代わりに、${"`<s>`"}を読みます。`,
      wrong: prose`先頭より前には読むべきトークンがありません。その代わりに置かれるのが${"`<s>`"}です。`,
    },
  ],
};
