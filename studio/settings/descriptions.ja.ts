/**
 * The schema's description of each setting in Japanese, by its English text, so that none is shown for a text that it was not
 * made from. In the schema's order; settings that are described alike, such as those of source and target, share one.
 */
export const descriptions: Readonly<Record<string, string>> = {
  "How a line becomes tokens. auto: words where white space separates few enough of them, else characters; characters: a token for each character; words: a token for each word between white space; bpe: subwords by byte-pair encoding (Sennrich 2016); unigram: subwords by a unigram language model (Kudo 2018).":
    "行をトークンに分ける方法です。auto：空白で区切った語の種類が十分に少なければ単語、そうでなければ文字。characters：1文字を1トークンとする。words：空白で区切られた1語を1トークンとする。bpe：バイトペア符号化（BPE）によるサブワード（Sennrich 2016）。unigram：ユニグラム言語モデルによるサブワード（Kudo 2018）。",
  "Lower-cases every line first. Only with tokenizerFile left out.":
    "各行をまず小文字に変換します。tokenizerFile を指定しない場合だけ有効です。",
  "The form of Unicode that lines are put into; nfkc also unfolds characters such as Ａ, ｱ and ㎏. Only with tokenizerFile left out.":
    "各行に適用する Unicode 正規化の形式です。nfkc では、Ａ、ｱ、㎏ などの文字も標準的な文字に変換します。tokenizerFile を指定しない場合だけ有効です。",
  'A character or word seen less often in training becomes <unk>. Only with tokenizerFile left out and tokenizer one of "auto", "characters", "words".':
    '学習データに現れる回数がこの値より少ない文字や単語を <unk> にします。tokenizerFile を指定せず、tokenizer が "auto"、"characters"、"words" のどれかの場合だけ有効です。',
  "The most tokens kept, special symbols included. Default: 32000; of subwords 8000. Only with tokenizerFile left out.":
    "語彙に残すトークン数の上限です。特別な記号も数に含みます。既定値は 32000、サブワードでは 8000 です。tokenizerFile を指定しない場合だけ有効です。",
  'Characters that no piece has become their UTF-8 bytes, so that none is unknown. Only with tokenizerFile left out and tokenizer "bpe" or "unigram".':
    'どのサブワードにも含まれない文字を UTF-8 のバイト列で表し、未知の文字をなくします。tokenizerFile を指定せず、tokenizer が "bpe" または "unigram" の場合だけ有効です。',
  'The share of the text whose characters become pieces, the commonest first. Only with tokenizerFile left out and tokenizer "bpe" or "unigram".':
    'テキスト全体の文字のうち、サブワードに採用した文字でカバーする割合です。頻度の高い文字から順に採用します。tokenizerFile を指定せず、tokenizer が "bpe" または "unigram" の場合だけ有効です。',
  'A locale such as ja, zh or th, by whose words (Intl.Segmenter) learnt pieces are bounded. It counts while pieces are learnt alone. Default: none. Only with tokenizerFile left out and tokenizer "bpe" or "unigram".':
    'ja、zh、th などのロケールです。そのロケールの単語の境界（Intl.Segmenter）をまたぐサブワードは学習されません。サブワードを学習するときだけ使います。既定では境界を設けません。tokenizerFile を指定せず、tokenizer が "bpe" または "unigram" の場合だけ有効です。',
  'Training cuts each line anew in every epoch, at random. bpe: the rate of merges left out (Provilkov 2020), such as 0.1; unigram: the exponent of a cut\'s probability (Kudo 2018), such as 0.2. 0: never. Only with tokenizer "bpe" or "unigram", or tokenizerFile given.':
    '学習時に、エポックごとに各行の分割をランダムに変えます。値の意味は、bpe ではマージを省く割合（Provilkov 2020、0.1 など）、unigram では分割の確率に付ける指数（Kudo 2018、0.2 など）です。0 では変えません。tokenizer が "bpe" または "unigram" の場合か、tokenizerFile を指定した場合だけ有効です。',
  'Strings that are one token wherever they stand, such as the tag <2ja>. Only with tokenizerFile left out and tokenizer "bpe" or "unigram".':
    'タグ <2ja> のように、どこに現れても1つのトークンとして扱う文字列です。tokenizerFile を指定せず、tokenizer が "bpe" または "unigram" の場合だけ有効です。',
  "Longer pairs are left out of training, and longer sources are cut; in tokens.":
    "これより長い文の組は学習に使わず、これより長い入力は切り詰めます。単位はトークンです。",
  "Whether each side has its own tokens, or both share those of all lines.":
    "入力側と出力側が別々の語彙を持つか（separate）、両方の行すべてから作った1つの語彙を共有するか（joint）です。",
  "The recurrent cell. lstm: long short-term memory (Hochreiter 1997); gru: gated recurrent unit (Cho 2014), three quarters of an LSTM's size; layer-norm-lstm: an LSTM with layer normalisation (Ba 2016), steadier in deep stacks and slower; layer-norm-gru: a GRU with layer normalisation (Ba 2016); ssru: simpler simple recurrent unit (Kim 2019), the smallest and fastest: no product depends on the step before.":
    "再帰セルの種類です。lstm：長・短期記憶（Hochreiter 1997）。gru：ゲート付き回帰型ユニット（Cho 2014）、大きさはLSTMの4分の3。layer-norm-lstm：層正規化付きのLSTM（Ba 2016）、深く積み重ねても安定するが、遅い。layer-norm-gru：層正規化付きのGRU（Ba 2016）。ssru：simpler simple recurrent unit（Kim 2019）、行列積が1つ前の時点に依存せず、最も小さくて速い。",
  "Stacked layers; from the second on with a residual connection.":
    "積み重ねる層の数です。2層目からは残差接続が入ります。",
  "Size H of the encoder's states; a bidirectional encoder has H/2 in each direction.":
    "エンコーダの状態の次元数 H です。双方向の場合、各方向は H/2 次元になります。",
  "Size E of the token embeddings.": "トークンの埋め込みの次元数 E です。",
  "Reads the source in both directions.": "入力を両方向から読みます。",
  "Reads the source from its end, so that its beginning is freshest (Sutskever 2014).":
    "入力を末尾から読みます。文頭を最後に読むので、その情報が最もよく残ります（Sutskever 2014）。",
  "Dropout rate on embeddings, between layers and, in the decoder, before the output.":
    "ドロップアウト率です。埋め込みと、層と層のあいだに適用します。デコーダでは出力層の手前にも適用します。",
  'Dropout rate on the state that a cell reads again, with one mask for all steps of a sequence (Gal 2016). Only with cell one of "lstm", "gru", "layer-norm-lstm", "layer-norm-gru".':
    'セルが次の時点で読む自分の状態に適用するドロップアウト率です。1つの系列のすべての時点で同じマスクを使います（Gal 2016）。cell が "lstm"、"gru"、"layer-norm-lstm"、"layer-norm-gru" のどれかの場合だけ有効です。',
  "Rate at which whole tokens are hidden: their embedding is zero (Gal 2016).":
    "トークンを丸ごと隠す割合です。隠したトークンの埋め込みは0になります（Gal 2016）。",
  "Size H of the decoder's states.": "デコーダの状態の次元数 H です。",
  "Writes each output from its end to its beginning. Such a model makes other mistakes: as a reranker of one that writes forwards it gains more than another of the same kind (Liu 2016).":
    "出力を末尾から先頭に向かって書きます。間違え方が異なるため、先頭から書くモデルの候補を採点し直すのに使うと、同じ向きのモデルをもう1つ使うより効果があります（Liu 2016）。",
  'Each step also reads the attentional state of the step before it (Luong 2015, section 3.3). Only with context.kind "attention".':
    '各時点で、1つ前の時点のアテンション状態も読みます（Luong 2015、3.3節）。context.kind が "attention" の場合だけ有効です。',
  "The decoder's first states. projected: tanh(W v + b) of the source's one vector v (Bahdanau 2015); last: the encoder's last states, layer by layer, as they are (Sutskever 2014); mean: as projected, of the mean of the encoder's states; zero: zeros.":
    "デコーダの最初の状態です。projected：入力を表す1つのベクトル v から tanh(W v + b) を計算する（Bahdanau 2015）。last：エンコーダの最後の状態を、層ごとにそのまま使う（Sutskever 2014）。mean：エンコーダの状態の平均から、projected と同じように計算する。zero：すべて0にする。",
  "output: the output layer is the target embeddings, transposed (Press 2017); all: the source embeddings are the same too.":
    "埋め込みをどこで共有するかです。output：出力側の埋め込みの転置を出力層に使う（Press 2017）。all：さらに、入力側の埋め込みも同じものにする。",
  'The decoder may also copy source tokens, known or not (pointer-generator, See 2017). Only with context.kind "attention".':
    '入力のトークンを、語彙にないものも含めて、そのまま出力に写せるようにします（pointer-generator、See 2017）。context.kind が "attention" の場合だけ有効です。',
  "How the decoder sees the source: attention over all its states; or one fixed vector, as the decoder's first state (Sutskever 2014) or at every step (Cho 2014).":
    "デコーダが入力をどのように見るかです。attention では、エンコーダのすべての状態にアテンションを向けます。fixed-initial と fixed-every-step では1つの固定ベクトルだけを受け取り、前者はデコーダの最初の状態に（Sutskever 2014）、後者は毎時点で（Cho 2014）使います。",
  'How attention compares a query with a key. dot: the dot product of query and key (Luong 2015); scaled-dot: the dot product over the square root of its size (Vaswani 2017); general: the scaled dot product of the query and the projected key (Luong 2015); additive: a layer of tanh over query and key (Bahdanau 2015); multi-head: scaled dot products of projections, several side by side (Vaswani 2017); uniform: no comparison at all, a control. Only with context.kind "attention".':
    'アテンションで query と key を比べる方法です。dot：query と key の内積（Luong 2015）。scaled-dot：内積を次元数の平方根で割ったもの（Vaswani 2017）。general：query と、射影した key とのスケール化内積（Luong 2015）。additive：query と key を読む tanh の層（Bahdanau 2015）。multi-head：射影したもののスケール化内積を、複数並べたもの（Vaswani 2017）。uniform：比べずに、つねに一様な重みとする対照群。context.kind が "attention" の場合だけ有効です。',
  'Heads N of attention. Only with context.kind "attention" and context.score "multi-head".':
    'アテンションのヘッド数 N です。context.kind が "attention" で、context.score が "multi-head" の場合だけ有効です。',
  'What scores are multiplied by before the softmax: 1 / temperature. Only with context.kind "attention" and context.score one of "dot", "scaled-dot", "general", "additive", "multi-head".':
    'ソフトマックスの前にスコアに掛ける係数で、温度の逆数に当たります。context.kind が "attention" で、context.score が "dot"、"scaled-dot"、"general"、"additive"、"multi-head" のどれかの場合だけ有効です。',
  'Dropout rate on the attention weights. Only with context.kind "attention".':
    'アテンションの重みに適用するドロップアウト率です。context.kind が "attention" の場合だけ有効です。',
  'Scores also read the attention that each position has had (Tu 2016). Only with context.kind "attention" and context.score "additive".':
    '各位置がそれまでに受けたアテンションも、スコアの計算に使います（Tu 2016）。context.kind が "attention" で、context.score が "additive" の場合だけ有効です。',
  'λ of the loss λ Σ min(attention, coverage), which costs looking twice (See 2017, eq. 13). Only with context.kind "attention".':
    '損失に加える λ Σ min(attention, coverage) の λ です。同じ位置に繰り返し注目するほど損失が大きくなります（See 2017、式13）。context.kind が "attention" の場合だけ有効です。',
  'How the weights behind a cell\'s state start. xavier: uniform (Glorot 2010); orthogonal: one orthogonal matrix for each gate, which keeps the lengths of states and gradients (Saxe 2014). Only with encoder.cell or decoder.cell one of "lstm", "gru", "layer-norm-lstm", "layer-norm-gru".':
    'セルの状態に掛かる重みの初期値です。xavier：一様分布（Glorot 2010）。orthogonal：ゲートごとに1つの直交行列とし、状態と勾配の大きさを保つ（Saxe 2014）。encoder.cell または decoder.cell が "lstm"、"gru"、"layer-norm-lstm"、"layer-norm-gru" のどれかの場合だけ有効です。',
  'The bias that an LSTM\'s forget gate starts with: the larger, the longer it remembers at first. Only with encoder.cell or decoder.cell "lstm" or "layer-norm-lstm".':
    'LSTMの忘却ゲートのバイアスの初期値です。大きいほど、学習の初めから長く記憶を保ちます。encoder.cell または decoder.cell が "lstm" または "layer-norm-lstm" の場合だけ有効です。',
  "The same seed, data and training.microBatches give the same model, to the bit; with whole batches, the same threads are needed too.":
    "乱数のシードです。シード、データ、training.microBatches が同じなら、ビット単位で同じモデルになります。バッチを分割しない場合は、スレッド数も同じでなければなりません。",
  "Passes over the training pairs, at most. Default: as many as hold 5,000 updates, at least 5 and at most 200.":
    "学習データ全体を使う回数（エポック数）の上限です。既定では、更新がおよそ5,000回になる回数とし、最小で5、最大で200とします。",
  "Tokens in a batch, padding included, on the longer side.":
    "1つのバッチのトークン数です。入力側と出力側の長い方で、パディングも含めて数えます。",
  "ε: the share of each target's probability that all tokens are given alike (Szegedy 2016).":
    "ラベル平滑化の ε です。正解の確率のうち、すべてのトークンに等しく分ける割合を表します（Szegedy 2016）。",
  "Share of the decoder's inputs, at the end of training, that are its own predictions (Bengio 2015); they are made in one pass of their own (Duckworth 2019).":
    "デコーダの入力のうち、正解の代わりに自分の予測を読む割合の、学習の終わりでの値です（scheduled sampling、Bengio 2015）。予測は、全時点の分をまとめて別に1回計算します（Duckworth 2019）。",
  "What the share is multiplied by over the run, p being its progress. linear: p, the progress through the run; exponential: 1 − e^(−5p); inverse-sigmoid: 1 / (1 + e^(−10 (p − ½))); constant: 1. Only with rate above 0.":
    "デコーダに自分の予測を読ませる割合 rate に、学習の進み具合 p に応じて掛ける値です。linear：p。exponential：1 − e^(−5p)。inverse-sigmoid：1 / (1 + e^(−10 (p − ½)))。constant：1。rate が0より大きい場合だけ有効です。",
  "Batches whose gradients make one update, averaged over their target tokens as if they were one batch.":
    "1回の更新にまとめるバッチの数です。勾配は、全体が1つのバッチであるかのように、出力側のトークンについて平均します。",
  "How the weights change by their gradient. adam: means of the gradient and of its square (Kingma 2015); adamw: adam with decoupled weight decay (Loshchilov 2019); sgd: gradient descent with momentum (Polyak 1964); adafactor: second moments by rows and columns alone, next to no memory (Shazeer 2018).":
    "勾配によって重みを更新する方法です。adam：勾配とその2乗の移動平均を使う（Kingma 2015）。adamw：重み減衰を切り離した Adam（Loshchilov 2019）。sgd：モーメンタム付きの勾配降下法（Polyak 1964）。adafactor：2次モーメントを行と列についてだけ持ち、メモリーをほとんど使わない（Shazeer 2018）。",
  "The optimizer's step size at its highest.":
    "学習率の最大値です。オプティマイザーが1回の更新で進む幅を決めます。",
  'How much the mean of gradients keeps from update to update. Only with training.optimizer "adam" or "adamw".':
    '勾配の移動平均が、更新のたびに前の値を残す割合です。training.optimizer が "adam" または "adamw" の場合だけ有効です。',
  'How much the mean of squared gradients keeps from update to update. Only with training.optimizer "adam" or "adamw".':
    '勾配の2乗の移動平均が、更新のたびに前の値を残す割合です。training.optimizer が "adam" または "adamw" の場合だけ有効です。',
  'Keeps the division safe. Only with training.optimizer "adam" or "adamw".':
    '割り算の分母が0に近づくのを防ぐ小さな数です。training.optimizer が "adam" または "adamw" の場合だけ有効です。',
  'How much the velocity keeps from update to update; 0: plain descent. Only with training.optimizer "sgd".':
    '更新のたびに前の速度を残す割合です。0 では単純な勾配降下法になります。training.optimizer が "sgd" の場合だけ有効です。',
  "Pulls matrices, and never vectors such as biases, to zero: added to the gradient as weightDecay · weight (adam, sgd), or subtracted from the weights as learning rate · weightDecay · weight (adamw, adafactor).":
    "重み減衰の強さです。行列だけを0に近づけ、バイアスなどのベクトルはそのままにします。adam と sgd では weightDecay · 重み を勾配に足し、adamw と adafactor では 学習率 · weightDecay · 重み を重みから引きます。",
  "Parameters that are not trained: names such as encoder.embedding, with * for any part of one; a list, or text with commas.":
    "学習せずに固定するパラメーターです。encoder.embedding のような名前で指定し、* は名前の任意の部分に一致します。リスト、またはコンマで区切った文字列で書きます。",
  "Settings for some of the parameters; where several name a parameter, the last one counts.":
    "一部のパラメーターだけに適用する設定です。1つのパラメーターに複数の設定が当てはまるときは、最後のものを使います。",
  "Gradients longer than this are scaled down to it; 0: never.":
    "勾配のノルムがこの値を超えたら、この値になるまで縮めます。0 では縮めません。",
  "Elements of the gradient beyond ± this are set to it, before their norm is taken; 0: never.":
    "勾配の要素の絶対値がこの値を超えたら、この値に抑えます。ノルムを求める前に行います。0 では抑えません。",
  "The learning rate over a run. constant: the same all the time; halving: halved when dev stalls; cosine: falling to zero along a cosine over all epochs (Loshchilov 2017); inverse-sqrt: falling with 1/√update after the warm-up (Vaswani 2017); step: times decayFactor every decayEvery epochs.":
    "学習率のスケジュールです。constant：つねに同じ。halving：検証データのスコアが停滞したら半分にする。cosine：全エポックをかけて、コサイン曲線に沿って0まで下げる（Loshchilov 2017）。inverse-sqrt：ウォームアップのあと、更新回数の平方根に反比例して下げる（Vaswani 2017）。step：decayEvery エポックごとに decayFactor を掛ける。",
  "Updates over which the learning rate rises linearly at the start, under any schedule.":
    "学習の初めに、学習率を直線的に上げていく更新の回数です。どのスケジュールでも使えます。",
  'Epochs without a better dev score before the learning rate is halved. Only with training.schedule "halving".':
    '検証データのスコアが改善しないまま、何エポックたったら学習率を半分にするかです。training.schedule が "halving" の場合だけ有効です。',
  'Training stops when it stalls after this many halvings. Only with training.schedule "halving".':
    '学習率をこの回数だけ半分にしたあと、また停滞したら学習を終えます。training.schedule が "halving" の場合だけ有効です。',
  'Epochs between two steps of the learning rate. Only with training.schedule "step".':
    '学習率を何エポックごとに下げるかです。training.schedule が "step" の場合だけ有効です。',
  'What each step multiplies the learning rate by. Only with training.schedule "step".':
    '学習率を下げるたびに掛ける係数です。training.schedule が "step" の場合だけ有効です。',
  "The dev score that chooses the best epoch (where it is equal, the loss does) and tells when training stalls.":
    "最良のエポックを選び、学習の停滞を判定するための、検証データのスコアです。スコアが同じエポックは損失で比べます。",
  "Training stops after this many epochs in a row without a better dev score; 0: never.":
    "検証データのスコアが、この数のエポックにわたって改善しなければ、学習を打ち切ります（早期終了）。0 では打ち切りません。",
  "How much a running average of the weights keeps from update to update, less at the start; dev scores and the model are of the average (Polyak 1992). 0: of the weights themselves.":
    "重みの移動平均が、更新のたびに前の値を残す割合です。学習の初めはこれより小さくなります。検証データのスコアもモデルも、この平均によるものです（Polyak 1992）。0 では重みそのものを使います。",
  "At the end the weights after this many of the best epochs are averaged; the average is kept where it scores better on dev than the best epoch. 1: never.":
    "学習の最後に、成績のよい順にこの数のエポックの重みを平均し、検証データのスコアが最良のエポックを上回れば、その平均を採用します。1 では平均しません。",
};
