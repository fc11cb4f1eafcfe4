import type { Suspicion } from "../data/character-counts.ts";
import type { ReportLanguage } from "./report-language.ts";

/** The words of a report on data. */
export interface DataTexts {
  readonly summary: (pairs: string) => string;
  readonly source: string;
  readonly target: string;
  readonly lengths: string;
  readonly lengthChart: string;
  readonly axis: string;
  readonly lengthNote: (least: string, median: string, most: string, uneven: string) => string;
  readonly sizes: string;
  readonly sizeRows: {
    readonly characters: string;
    readonly distinct: string;
    readonly words: string;
    readonly mean: string;
    readonly median: string;
    readonly most99: string;
    readonly longest: string;
    readonly tokenizer: string;
  };
  readonly tokenizers: Readonly<Record<"characters" | "words", string>>;
  readonly pairs: string;
  readonly pairRows: {
    readonly skipped: string;
    readonly duplicates: string;
    readonly several: string;
    readonly identical: string;
    readonly invalid: string;
  };
  readonly overlap: (file: string, pairs: string) => string;
  readonly overlapRows: { readonly source: string; readonly target: string; readonly pair: string };
  readonly scripts: string;
  readonly scriptNames: Readonly<Record<string, string>>;
  readonly commonest: string;
  readonly suspicious: string;
  readonly suspicions: Readonly<Record<Suspicion, string>>;
  readonly footer: string;
}

export const dataTexts: Readonly<Record<ReportLanguage, DataTexts>> = {
  en: {
    summary: (pairs) => `${pairs} pairs.`,
    source: "source",
    target: "target",
    lengths: "Lengths",
    lengthChart: "texts by length",
    axis: "characters",
    lengthNote: (least, median, most, uneven) =>
      `For each character of the source the target has ${median} (median; ${least} to ${most} in 98 % of pairs). In 99 % of ` +
      `pairs the longer side has at most ${uneven} characters for each of the shorter one.`,
    sizes: "Sizes",
    sizeRows: {
      characters: "characters",
      distinct: "distinct characters",
      words: "words between spaces",
      mean: "characters a text, mean",
      median: "median",
      most99: "at most, in 99 %",
      longest: "longest",
      tokenizer: "what auto takes as tokens",
    },
    tokenizers: { characters: "characters", words: "words" },
    pairs: "Pairs",
    pairRows: {
      skipped: "places of the file that are no pair",
      duplicates: "pairs that were there already",
      several: "sources with several targets",
      identical: "pairs whose source and target are the same",
      invalid: "pairs with invalid characters",
    },
    overlap: (file, pairs) => `Of ${pairs} pairs in ${file}`,
    overlapRows: {
      source: "have a source that is here too",
      target: "have a target that is here too",
      pair: "are here as they are",
    },
    scripts: "Scripts",
    scriptNames: {},
    commonest: "Commonest characters",
    suspicious: "Suspicious characters",
    suspicions: {
      invalid: "invalid",
      private: "private use",
      unassigned: "unassigned",
      invisible: "invisible",
    },
    footer: "Made by henkan.",
  },
  ja: {
    summary: (pairs) => `${pairs}対。`,
    source: "入力",
    target: "出力",
    lengths: "長さ",
    lengthChart: "長さ別の文の数",
    axis: "文字数",
    lengthNote: (least, median, most, uneven) =>
      `入力1文字に対して出力は${median}文字（中央値。対の98 %では${least}〜${most}）。対の99 %では、長い側の文字数は短い側の${uneven}倍以下。`,
    sizes: "大きさ",
    sizeRows: {
      characters: "文字数",
      distinct: "文字の種類",
      words: "空白で区切られた語の数",
      mean: "1文あたりの文字数（平均）",
      median: "中央値",
      most99: "99 %がこれ以下",
      longest: "最長",
      tokenizer: "auto が選ぶトークン",
    },
    tokenizers: { characters: "文字", words: "単語" },
    pairs: "対",
    pairRows: {
      skipped: "対にならなかった行",
      duplicates: "重複した対",
      several: "複数の出力をもつ入力",
      identical: "入力と出力が同じ対",
      invalid: "不正な文字を含む対",
    },
    overlap: (file, pairs) => `${file} の${pairs}対のうち`,
    overlapRows: {
      source: "入力がこのデータにもあるもの",
      target: "出力がこのデータにもあるもの",
      pair: "対がそのままこのデータにもあるもの",
    },
    scripts: "文字体系",
    scriptNames: {
      Latin: "ラテン文字",
      Han: "漢字",
      Hiragana: "ひらがな",
      Katakana: "カタカナ",
      Hangul: "ハングル",
      Cyrillic: "キリル文字",
      Greek: "ギリシャ文字",
      Arabic: "アラビア文字",
      Hebrew: "ヘブライ文字",
      Devanagari: "デーヴァナーガリー",
      Thai: "タイ文字",
      "other letters": "その他の文字",
      digits: "数字",
      marks: "結合文字",
      spaces: "空白",
      punctuation: "約物",
      symbols: "記号",
      others: "その他",
    },
    commonest: "多い文字",
    suspicious: "疑わしい文字",
    suspicions: { invalid: "不正", private: "私用領域", unassigned: "未割り当て", invisible: "見えない文字" },
    footer: "henkan が作成。",
  },
};
