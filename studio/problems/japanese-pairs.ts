import type { PairsProblem } from "../../src/problems.ts";
import type { WordsByKind } from "./japanese.ts";

/** Problems of a file of pairs. */
export const japanesePairs: WordsByKind<PairsProblem> = {
  notUtf8: ({ place, byte }) =>
    `${place}：UTF-8 ではないバイト（${byte}）があります。ファイルを UTF-8 に変換してください。`,
  utf16: ({ place }) => `${place}：UTF-16 です。ファイルを UTF-8 に変換してください。`,
  unknownEncoding: ({ place, encoding }) =>
    `${place}：文字コード ${encoding} は読めません。ファイルを UTF-8 に変換し、文字コードの指定も直してください。`,
  otherEncoding: ({ place, encoding }) =>
    `${place}：${encoding} として正しくありません。ファイルを UTF-8 に変換し、文字コードの指定も直してください。`,
  loneReturns: ({ place }) => `${place}：改行が CR だけです。LF か CR LF に変換してください。`,
  otherSeparator: ({ place, separator }) =>
    `${place}：区切り文字が「${separator}」と書かれていますが、この形式ではタブです。形式に CSV を選んでください。`,
  noTab: ({ place, line }) =>
    `${place}：${line} にタブがありません。「入力・タブ・出力」の順で書いてください。JSON の行であれば、形式に JSON lines を選んでください。`,
  fewColumns: ({ place, columns, needed }) =>
    `${place}：列が${columns}個しかありません。${needed}個以上必要です。区切り文字や改行を含む欄は、引用符で囲んでください。`,
  lonelySentences: ({ place, line }) =>
    `${place}：${line} は番号・言語・文で、対訳ではありません。Tatoeba では「Sentence pairs」のファイルを選んでください。`,
  notJson: ({ place, line, example }) =>
    `${place}：${line} は読めません。1行に1つ、${example} のような JSON を書いてください。`,
  openQuote: ({ place }) => `${place}：CSV として正しくありません。ここで始まる引用符が閉じられていません。`,
  strayQuote: ({ place }) =>
    `${place}：CSV として正しくありません。引用符を含む欄は引用符で囲み、中の引用符は2つ重ねて書いてください。`,
  whichColumns: ({ place, known }) =>
    `${place}：どの列が入力と出力なのかわかりません（${known}）。列名を source と target にしてください。`,
  noColumn: ({ place, column, known }) => `${place}：列「${column}」がありません。あるのは ${known} です。`,
  severalColumns: ({ place, column, count }) =>
    `${place}：列「${column}」が${count}個あります。列名が重ならないようにしてください。`,
  ankiSeparator: ({ place, separator }) =>
    `${place}：区切り文字「${separator}」は使えません。Anki から書き出すときに、タブなどの1文字を選んでください。`,
  notXml: ({ place, reason }) => `${place}：XML を読めません（${reason}）。`,
  notGettext: ({ place, reason }) => `${place}：gettext のカタログとして読めません（${reason}）。`,
};
