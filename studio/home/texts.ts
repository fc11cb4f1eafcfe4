export const homeTexts = {
  en: {
    title: "A translator that learns before your eyes",
    lead:
      "An encoder reads English, a decoder writes Japanese, and attention joins them. This is a recording of a real training; " +
      "the next one can be yours, in this tab, with nothing sent anywhere.",
    film: "A recorded training",
    play: "Play",
    again: "Play again",
    pause: "Pause",
    moment: "Moment of the training",
    update: (update: string, all: string) => `update ${update} of ${all}`,
    seconds: (seconds: string) => `${seconds} s of training`,
    exact: (percent: string) => `${percent} % exact on unseen sentences`,
    loss: "Loss per target token, nats",
    lossLine: "loss",
    attention: "What each word of the output looks at",
    about: (pairs: string, parameters: string, seconds: string, threads: number) =>
      `Recorded on two cores with henkan's native runtime: ${pairs} pairs, ${parameters} parameters, ${seconds} s with ${threads} threads.`,
    train: "Train it yourself",
    more: "What else is here",
    cards: {
      inspect:
        "Type a sentence; see the beam, the attention, the states and gates; change a weight and watch the output change.",
      experiment: "Make sentences longer and see where the fixed vector fails and attention does not.",
      runs: "Everything you trained, kept in this browser: go on, compare, export to the command line, ONNX or a page.",
      course:
        "From sequence to sequence to the Transformer, in 13 chapters with numbers to change and questions to answer.",
    },
  },
  ja: {
    title: "目の前で学習していく翻訳モデル",
    lead: "エンコーダが英語を読み、デコーダが日本語を書き、アテンションが両者をつなぎます。これは実際の学習を記録したものです。次はあなたの番です。すべてこのタブの中で動き、データが外部に送られることはありません。",
    film: "学習の記録",
    play: "再生",
    again: "もう一度再生",
    pause: "一時停止",
    moment: "学習の時点",
    update: (update: string, all: string) => `更新 ${update} / ${all}`,
    seconds: (seconds: string) => `学習時間 ${seconds}秒`,
    exact: (percent: string) => `未知の文の完全一致 ${percent} %`,
    loss: "損失（出力1トークンあたり、nat）",
    lossLine: "損失",
    attention: "出力の各語がどこに注目しているか",
    about: (pairs: string, parameters: string, seconds: string, threads: number) =>
      `2コアの環境で henkan のネイティブ実行により記録しました（対訳${pairs}件、パラメーター${parameters}個、${threads}スレッドで${seconds}秒）。`,
    train: "自分で学習させてみる",
    more: "ほかにできること",
    cards: {
      inspect:
        "文を入力して、ビーム、アテンション、状態、ゲートを調べられます。重みを変えると出力がどう変わるかも確かめられます。",
      experiment:
        "文を長くしていくと、固定ベクトルがどこで限界に達し、アテンションがどう保つかを比べられます。",
      runs: "学習したモデルはこのブラウザーに保存されます。続きの学習、比較、コマンドライン・ONNX・ページへの書き出しができます。",
      course: "系列変換から Transformer まで、数値を変えて試せる13章の講座です。各章に確認問題があります。",
    },
  },
};
