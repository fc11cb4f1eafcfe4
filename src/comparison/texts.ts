import type { ReportLanguage } from "../report/report-language.ts";

/** The texts of a comparison's page, apart from names and numbers, in one language. */
export interface ComparisonTexts {
  readonly title: (name: string) => string;
  readonly verdict: string;
  readonly byLength: string;
  readonly bands: string;
  readonly bestOfEach: string;
  readonly length: string;
  readonly sentences: (count: string) => string;
  readonly arms: string;
  readonly equal: (parameters: string, updates: string) => string;
  readonly columns: {
    readonly arm: string;
    readonly sizes: string;
    readonly parameters: string;
    readonly residual: string;
    readonly updates: string;
    readonly dev: string;
    readonly brevity: string;
    readonly deviation: string;
    readonly time: string;
  };
  readonly learning: string;
  readonly onDev: (metric: string) => string;
  readonly epoch: string;
  readonly same: string;
  readonly maps: string;
  readonly reference: string;
  readonly downloads: string;
  readonly footer: (seeds: string, beam: string) => string;
  readonly all: string;
}

export const comparisonTexts: Readonly<Record<ReportLanguage, ComparisonTexts>> = {
  en: {
    title: (name) => `Fixed vector and attention: ${name}`,
    verdict: "What the data show",
    byLength: "Score against source length",
    bands:
      "Bands are 95 % intervals over test sentences. Below, each arm has a chart of its own, with the other arms as fine " +
      "lines behind.",
    bestOfEach: "The best of each kind on dev",
    length: "source tokens",
    sentences: (count) => `${count} sentences`,
    arms: "The arms",
    equal: (parameters, updates) =>
      `Each arm was trained with the same pairs, batches and ${updates} updates. The sizes of encoder and decoder were ` +
      `chosen so that its parameters come as near as possible to ${parameters}.`,
    columns: {
      arm: "arm",
      sizes: "sizes",
      parameters: "parameters",
      residual: "off by",
      updates: "updates",
      dev: "dev",
      brevity: "length ratio",
      deviation: "s.d. of seeds",
      time: "time",
    },
    learning: "How they learned",
    onDev: (metric) =>
      `${metric} on dev after each epoch; of several seeds the mean, with a band from the lowest to the highest.`,
    epoch: "epoch",
    same: "The same sentences",
    maps:
      "Each row of a picture shows where the model looked while it wrote one token: the stronger the colour, the more " +
      "weight the source token above had. An arm with a fixed vector looks nowhere.",
    reference: "reference",
    downloads: "The numbers",
    footer: (seeds, beam) =>
      `Made by henkan. Seeds: ${seeds}. Search: ${beam === "1" ? "greedy" : `beam ${beam}`}. Length ratio: output tokens over ` +
      "reference tokens.",
    all: "all",
  },
  ja: {
    title: (name) => `固定ベクトルとアテンションの比較：${name}`,
    verdict: "データが示すこと",
    byLength: "入力の長さとスコア",
    bands:
      "帯はテスト文についての95 %信頼区間です。下の小さな図では、条件ごとに一つの図とし、他の条件を細い線で重ねています。",
    bestOfEach: "開発データで最良のもの（種類ごと）",
    length: "入力トークン数",
    sentences: (count) => `${count}文`,
    arms: "比較した条件",
    equal: (parameters, updates) =>
      `どの条件も同じ対訳データ・同じバッチで${updates}回更新しました。パラメータ数が${parameters}にできるだけ近くなるように、エンコーダとデコーダの大きさを選んでいます。`,
    columns: {
      arm: "条件",
      sizes: "大きさ",
      parameters: "パラメータ数",
      residual: "差",
      updates: "更新回数",
      dev: "開発",
      brevity: "長さの比",
      deviation: "シード間の標準偏差",
      time: "時間",
    },
    learning: "学習曲線",
    onDev: (metric) =>
      `各エポック後の開発データでの${metric}。シードが複数のときは平均で、帯は最小から最大までです。`,
    epoch: "エポック",
    same: "同じ文での比較",
    maps: "図の各行は、トークンを一つ書くときにモデルが入力のどこを見たかを示します。色が濃いほど重みが大きいことを表します。固定ベクトルの条件にはアテンションがありません。",
    reference: "正解",
    downloads: "数値のダウンロード",
    footer: (seeds, beam) =>
      `henkanで作成。シード：${seeds}。探索：${beam === "1" ? "貪欲法" : `ビーム幅${beam}`}。長さの比は、出力のトークン数を正解のトークン数で割ったものです。`,
    all: "全体",
  },
};
