import type { OutputError } from "../metrics/index.ts";
import type { ReportLanguage } from "./report-language.ts";

/** The words of an evaluation's report. */
export interface EvaluationTexts {
  readonly summary: (sentences: string, references: number | "var") => string;
  readonly scores: string;
  readonly score: string;
  readonly interval: string;
  readonly intervals: string;
  /** Each metric in words, by name; if undefined, the metric's own definition is used. */
  readonly metrics: Readonly<Record<string, string>>;
  readonly byLength: string;
  readonly byLengthNote: string;
  readonly lengthOf: Readonly<Record<"source" | "reference", string>>;
  readonly sentences: string;
  readonly brevity: string;
  readonly errors: string;
  readonly noErrors: string;
  readonly kinds: Readonly<Record<OutputError, string>> | null;
  readonly brevityNote: (ratio: string) => string;
  readonly worst: string;
  readonly worstNote: (metric: string) => string;
  readonly sentence: (number: string) => string;
  readonly reference: string;
  readonly empty: string;
  readonly footer: string;
}

export const evaluationTexts: Readonly<Record<ReportLanguage, EvaluationTexts>> = {
  en: {
    summary: (sentences, references) =>
      `${sentences} sentences, ${
        references === "var"
          ? "one or more references"
          : references === 1
            ? "one reference"
            : `${references} references`
      } each.`,
    scores: "Scores",
    score: "score",
    interval: "95 % interval",
    intervals:
      "An interval says what other sentences of this kind would change: exact for shares of sentences, otherwise of " +
      "bootstrap resamples. Another training seed may change more.",
    metrics: {},
    byLength: "By length",
    byLengthNote: "Judge a point by its interval and by n, its number of sentences: long sentences are few.",
    lengthOf: { source: "source tokens", reference: "reference tokens" },
    sentences: "sentences",
    brevity: "output / reference tokens",
    errors: "What goes wrong",
    noErrors: "None of the kinds of errors that are looked for.",
    kinds: null,
    brevityNote: (ratio) => `There are ${ratio} output tokens for each reference token.`,
    worst: "The worst sentences",
    worstNote: (metric) => `By ${metric} of the sentence alone.`,
    sentence: (number) => `sentence ${number}`,
    reference: "reference",
    empty: "(empty output)",
    footer: "Made by henkan.",
  },
  ja: {
    summary: (sentences, references) =>
      `${sentences}文、参照訳は${references === "var" ? "各1件以上" : `各${references}件`}。`,
    scores: "スコア",
    score: "スコア",
    interval: "95 % 区間",
    intervals:
      "区間は、同じ種類の別の文ならどれだけ変わるかを示す。文の割合には正確な二項区間、それ以外にはブートストラップ法を用いた。" +
      "別の乱数シードで学習すれば、これより大きく変わることもある。",
    metrics: {
      bleu: "コーパス BLEU-4（0〜100）",
      chrf: "文字 n-gram の F 値（chrF、0〜100）",
      "chrf++": "文字と単語の n-gram の F 値（chrF++、0〜100）",
      ter: "翻訳編集率（語の移動も1回と数える）、%",
      sequence_error_rate: "系列誤り率：どの参照とも一致しない出力の割合、%",
      token_error_rate: "トークン誤り率：最も近い参照との編集距離 ÷ その長さ、%",
      wer: "単語誤り率：最も近い参照との編集距離 ÷ その長さ、%",
      cer: "文字誤り率：最も近い参照との編集距離 ÷ その長さ、%",
      exact_match: "参照と完全に一致する出力の割合、%",
      token_accuracy: "正しい接頭辞を与えたときに当たるトークンの割合、%",
      perplexity: "トークンあたりのパープレキシティ（最良は1）",
      sentence_perplexity: "文あたりのパープレキシティ（最良は1）",
    },
    byLength: "長さ別のスコア",
    byLengthNote: "各点は区間と文の数 n とあわせて読む。長い文は少ない。",
    lengthOf: { source: "入力のトークン数", reference: "参照のトークン数" },
    sentences: "文の数",
    brevity: "出力 ÷ 参照のトークン数",
    errors: "誤りの種類",
    noErrors: "調べた種類の誤りはない。",
    kinds: {
      empty: "空の出力",
      short: "最も短い参照の半分に満たない出力",
      long: "最も長い参照の2倍を超える出力",
      repeating: "1〜4トークンを、どの参照よりも多く続けて繰り返す出力",
      copied: "入力をそのまま写した出力",
      unknown: "<unk> を含む出力",
    },
    brevityNote: (ratio) => `参照1トークンあたりの出力は${ratio}トークン。`,
    worst: "スコアの低い文",
    worstNote: (metric) => `1文だけで計算した${metric}による。`,
    sentence: (number) => `${number}文目`,
    reference: "参照",
    empty: "（空の出力）",
    footer: "henkan が作成。",
  },
};
