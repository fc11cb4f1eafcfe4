/** What a page says, in English and in Japanese. */
const english = {
  language: "en",
  source: "Text",
  sourceHint: (example: string) => example || "Type a line",
  examples: "Try",
  output: "Output",
  loading: (share: string) => `Loading the model … ${share}`,
  starting: "Starting …",
  loadFailure: "The model could not be loaded.",
  failure: "This line could not be translated.",
  noWorker: "This browser cannot run the page: it needs module workers and WebAssembly with SIMD.",
  empty: "(empty output)",
  truncated: "The text is longer than the model reads: its end was cut off.",
  unknown: (tokens: string) => `Not in the model's vocabulary: ${tokens}`,
  hypotheses: "Other outputs",
  attention: "Where the model looked",
  attentionNote: "A row for each output token: the darker a cell, the more weight its source token had.",
  looked: (output: string, source: string, percent: string) =>
    `${output} looked at ${source} with ${percent}`,
  attentionNoteDark:
    "A row for each output token: the brighter a cell, the more weight its source token had.",
  parameters: (count: string) => `${count} parameters`,
  licences: "licences",
  privacy: "Runs in this page; nothing leaves your device.",
  served: "Computed by this service.",
  model: "Model",
  token: "Token",
  time: (milliseconds: string) => `${milliseconds} ms`,
  probability: (percent: string) => `probability ${percent}`,
};

export type Words = typeof english;

const japanese: Words = {
  language: "ja",
  source: "入力",
  sourceHint: (example) => example || "文を入力",
  examples: "例",
  output: "出力",
  loading: (share) => `モデルを読み込み中… ${share}`,
  starting: "準備中…",
  loadFailure: "モデルを読み込めませんでした。",
  failure: "この文は変換できませんでした。",
  noWorker: "このブラウザーでは動きません。モジュール形式の Worker と WebAssembly SIMD が必要です。",
  empty: "（出力なし）",
  truncated: "文が長すぎるため、終わりの部分は読まれていません。",
  unknown: (tokens) => `語彙にない語: ${tokens}`,
  hypotheses: "ほかの出力",
  attention: "どこに注目したか",
  looked: (output, source, percent) => `「${output}」は「${source}」に${percent}注目しました`,
  attentionNote: "各行が出力の 1 トークンです。色が濃いほど、その列の入力トークンに強く注目しています。",
  attentionNoteDark:
    "各行が出力の 1 トークンです。色が明るいほど、その列の入力トークンに強く注目しています。",
  parameters: (count) => `パラメーター ${count}`,
  licences: "ライセンス",
  privacy: "このページの中だけで動き、入力した文はどこにも送られません。",
  served: "このサーバーで変換します。",
  model: "モデル",
  token: "トークン",
  time: (milliseconds) => `${milliseconds} ミリ秒`,
  probability: (percent) => `確率 ${percent}`,
};

/** The words for the first language of a reader that there are words for, else English. */
export function wordsFor(languages: readonly string[]): Words {
  const known = languages
    .map((language) => language.slice(0, 2))
    .find((code) => code === "ja" || code === "en");
  return known === "ja" ? japanese : english;
}
