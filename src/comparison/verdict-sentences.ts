import { shownName } from "../report/metric-name.ts";
import type { ReportLanguage } from "../report/report-language.ts";
import type {
  BucketDifference,
  ComparisonResult,
  ComparisonVerdict,
  Difference,
} from "./comparison-result.ts";

/**
 * A comparison's verdict in plain words, a paragraph each: what the data show and what they do not, what they cannot
 * tell, and what others have published for and against the claim.
 */
export function verdictSentences(result: ComparisonResult, language: ReportLanguage): string[] {
  const { verdict } = result;
  const say = language === "en" ? english : japanese;
  const published = language === "en" ? publishedInEnglish : publishedInJapanese;
  if (verdict === null) return [say.none, ...published];
  const points = shownName(result.metric.name);
  const label = (name: string): string => result.arms.find((arm) => arm.name === name)!.label[language];
  const names = { attention: label(verdict.attention), fixed: label(verdict.fixed) };
  return [
    say.overall(verdict.overall, points, names, result.data.sentences),
    ...buckets(verdict).map(([which, bucket]) => say.bucket(which, bucket, points)),
    ...(verdict.growth === null ? [] : [say.growth(verdict.growth, points)]),
    result.seeds.length === 1 ? say.oneSeed : say.severalSeeds(result.seeds.length),
    ...published,
  ];
}

type Which = "shortest" | "longest";

function buckets({ shortest, longest }: ComparisonVerdict): [Which, BucketDifference][] {
  const pairs = [
    ["shortest", shortest],
    ["longest", longest],
  ] as const;
  return pairs.flatMap(([which, bucket]) =>
    bucket === null ? [] : [[which, bucket] as [Which, BucketDifference]],
  );
}

interface Sentences {
  readonly none: string;
  overall(difference: Difference, points: string, names: Names, sentences: number): string;
  bucket(which: Which, bucket: BucketDifference, points: string): string;
  growth(difference: Difference, points: string): string;
  readonly oneSeed: string;
  severalSeeds(seeds: number): string;
}

interface Names {
  readonly attention: string;
  readonly fixed: string;
}

/** Formats a value with its sign, unless it rounds to 0. */
function signed(value: number): string {
  const digits = Math.abs(value).toFixed(1);
  if (digits === "0.0") return digits;
  return `${value > 0 ? "+" : "−"}${digits}`;
}

const range = ({ from, to }: BucketDifference): string => (to === null ? `≥ ${from}` : `${from}–${to}`);

const english: Sentences = {
  none: "There is nothing to decide: the comparison needs an arm with a fixed vector and one with attention.",
  overall: (one, points, { attention, fixed }, sentences) =>
    `“${attention}” against “${fixed}”, the best of each kind on dev: ${amount(one, points)} on all ` +
    `${sentences.toLocaleString("en")} test sentences. ${conclusion(one)}`,
  bucket: (which, one, points) =>
    `On the ${which} sources (${range(one)} tokens, ${one.sentences.toLocaleString("en")} sentences): ` +
    `${amount(one, points)}. ${conclusion(one)}`,
  growth: (one, points) =>
    `From the shortest to the longest sources the difference changes by ${amount(one, points)}. ` +
    (one.shows === "attention"
      ? "The data show that attention gains more the longer the source is."
      : one.shows === "fixed"
        ? "The data show that attention gains less the longer the source is."
        : "The data do not show that what attention gains depends on length.") +
    " Where an arm is near the worst or the best score that there is, it cannot change further: read this beside the chart.",
  oneSeed:
    "Each arm was trained with one seed. The intervals tell what other test sentences would change, and nothing of what " +
    "another seed would: give several as comparison.seeds.",
  severalSeeds: (seeds) =>
    `Scores are means over ${seeds} seeds. The intervals tell what other test sentences would change; the table has the ` +
    "standard deviation over seeds.",
};

function amount({ difference, interval: { low, high } }: Difference, points: string): string {
  return `${signed(difference)} points of ${points} (95 % interval ${signed(low)} to ${signed(high)})`;
}

function conclusion({ shows }: Difference): string {
  if (shows === null) return "The data do not show which is better.";
  return `The data show that ${shows === "attention" ? "attention" : "the fixed vector"} is better.`;
}

const publishedInEnglish = [
  "Published for it: Bahdanau et al. 2015, Table 1, WMT 2014 English to French, BLEU on all sentences: 13.93 with a fixed " +
    "vector and 21.50 with attention where training sentences have up to 30 words, 17.82 and 26.75 where they have up to 50.",
  "Published against it: Sutskever et al. 2014 saw no loss on long sentences with a deep LSTM and reversed sources. And " +
    "neither Figure 2 of Bahdanau et al. 2015 nor Figure 6 of Luong et al. 2015 prints its values by length.",
];

const japanese: Sentences = {
  none: "判定できません。固定ベクトルの条件とアテンションの条件が、それぞれ一つ以上必要です。",
  overall: (one, points, { attention, fixed }, sentences) =>
    `開発データで最良の「${attention}」と「${fixed}」の差は、テスト${sentences.toLocaleString("ja")}文全体で${amountInJapanese(one, points)}。${conclusionInJapanese(one)}`,
  bucket: (which, one, points) =>
    `最も${which === "shortest" ? "短い" : "長い"}入力（${range(one)}トークン、${one.sentences.toLocaleString("ja")}文）では${amountInJapanese(one, points)}。${conclusionInJapanese(one)}`,
  growth: (one, points) =>
    `最も短い入力から最も長い入力にかけて、差は${amountInJapanese(one, points)}だけ変わります。` +
    (one.shows === "attention"
      ? "入力が長いほどアテンションの利得が大きいことをデータは示しています。"
      : one.shows === "fixed"
        ? "入力が長いほどアテンションの利得が小さいことをデータは示しています。"
        : "アテンションの利得が長さによって変わることを、データは示していません。") +
    "どちらかのスコアが下限や上限に近いところでは、それ以上変わりようがないので、図と合わせて見てください。",
  oneSeed:
    "各条件は一つのシードで学習しました。区間は別のテスト文ならどう変わるかを表し、別のシードならどう変わるかは表しません（comparison.seeds で複数を指定できます）。",
  severalSeeds: (seeds) =>
    `スコアは${seeds}個のシードの平均です。区間は別のテスト文ならどう変わるかを表します。シード間の標準偏差は表にあります。`,
};

function amountInJapanese({ difference, interval: { low, high } }: Difference, points: string): string {
  return `${points}で${signed(difference)}（95 %信頼区間 ${signed(low)}〜${signed(high)}）`;
}

function conclusionInJapanese({ shows }: Difference): string {
  if (shows === null) return "どちらが良いかをデータは示していません。";
  return `${shows === "attention" ? "アテンション" : "固定ベクトル"}のほうが良いことをデータは示しています。`;
}

const publishedInJapanese = [
  "支持する報告：Bahdanau et al. 2015の表1（WMT 2014英仏、全文のBLEU）では、30語までの文で学習した場合は固定ベクトル13.93に対してアテンション21.50、50語までの場合は17.82に対して26.75です。",
  "反する報告：Sutskever et al. 2014は、深いLSTMで入力を逆順にすると、長い文でも質が落ちなかったとしています。また、Bahdanau et al. 2015の図2もLuong et al. 2015の図6も、長さごとの数値を載せていません。",
];
