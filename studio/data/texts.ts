import type { CleaningOptions } from "../../src/data/cleaning.ts";
import type { Skipped } from "../../src/data/index.ts";
import type { ReadingProblem, Remark } from "./reading.ts";

type Told<T extends { readonly kind: string }> = {
  readonly [Kind in T["kind"]]: (about: Extract<T, { kind: Kind }>) => string;
};

interface DataTexts {
  readonly drop: string;
  readonly file: string;
  readonly paste: string;
  readonly pasteHint: string;
  readonly usePasted: string;
  readonly privacy: string;
  readonly how: string;
  readonly format: string;
  readonly byName: string;
  readonly swapped: string;
  readonly header: string;
  readonly headers: Readonly<Record<"auto" | "yes" | "no", string>>;
  readonly holdOut: string;
  readonly cleaning: string;
  readonly rules: Readonly<Record<keyof CleaningOptions, string>>;
  readonly actions: Readonly<Record<string, string>>;
  readonly reading: (name: string) => string;
  readonly cancel: string;
  readonly counted: (train: string, dev: string) => string;
  readonly preview: string;
  readonly source: string;
  readonly target: string;
  readonly heldOut: string;
  readonly leftOut: (count: string) => string;
  readonly more: (count: string) => string;
  readonly record: (number: string) => string;
  readonly reasons: Readonly<Record<keyof Skipped, string>>;
  readonly markup: (pairs: string) => string;
  readonly invalid: (pairs: string) => string;
  readonly side: (name: string, median: string, longest: string, tokenizer: string) => string;
  readonly tokenizers: Readonly<Record<"words" | "characters", string>>;
  readonly cut: Readonly<Record<"pairs" | "characters", (limit: string) => string>>;
  readonly remarks: Told<Remark>;
  readonly problems: Told<Exclude<ReadingProblem, { kind: "other" }>>;
  readonly pasted: string;
}

const grouped = (count: number) => count.toLocaleString("en");

const en: DataTexts = {
  drop: "Drop a file of pairs here, or choose one",
  file: "File of pairs",
  paste: "Or paste pairs",
  pasteHint: "One pair a line: source, tab, target. Cells copied from a spreadsheet are so.",
  usePasted: "Read what is pasted",
  privacy: "The file is read in this page. It is not uploaded.",
  how: "How it is read",
  format: "Format",
  byName: "by the file's name",
  swapped: "Exchange source and target",
  header: "First line names the columns",
  headers: { auto: "as the format has it", yes: "yes", no: "no" },
  holdOut: "Held out to score the model, in percent",
  cleaning: "Cleaning",
  rules: {
    html: "HTML",
    invalid: "Invalid characters",
    minimumCharacters: "Fewest characters of a side",
    maximumCharacters: "Most characters of a side",
    maximumRatio: "Highest ratio of the sides' lengths",
    identical: "Source and target the same",
    duplicates: "Copies of earlier pairs",
    overlap: "Sources that are in dev or test",
  },
  actions: { keep: "keep", drop: "leave out", text: "make it text", remove: "remove them" },
  reading: (name) => `Reading ${name} …`,
  cancel: "Cancel",
  counted: (train, dev) => `${train} to train on, ${dev} held out.`,
  preview: "The first pairs",
  source: "Source",
  target: "Target",
  heldOut: "held out",
  leftOut: (count) => `Records left out: ${count}`,
  more: (count) => `and ${count} more`,
  record: (number) => `record ${number}`,
  reasons: {
    header: "read as a header",
    blank: "empty line",
    empty: "lacks the source or the target",
    language: "lacks one of the two languages",
    untranslated: "without a translation",
    fuzzy: "fuzzy entry",
    obsolete: "obsolete entry",
    plural: "has plural forms",
    invalid: "has invalid characters",
    length: "too short or too long",
    ratio: "one side is much longer than the other",
    identical: "source and target are the same",
    overlap: "its source is in dev or test",
    duplicate: "was there already",
  },
  markup: (pairs) => `In ${pairs} pairs markup became text.`,
  invalid: (pairs) =>
    `${pairs} pairs have control characters or others that no text has on purpose; Cleaning takes them out.`,
  side: (name, median, longest, tokenizer) =>
    `${name}: half of the lines have at most ${median} characters, the longest has ${longest}; read by ${tokenizer}.`,
  tokenizers: { words: "words", characters: "characters" },
  cut: {
    pairs: (limit) =>
      `Only the first ${limit} pairs were taken: more do not fit into a tab beside a model. The command line (henkan ` +
      "train) has no such limit.",
    characters: (limit) =>
      `Only the first ${limit} characters were taken: more do not fit into a tab beside a model. The command line ` +
      "(henkan train) has no such limit.",
  },
  remarks: {
    few: ({ pairs }) =>
      `${grouped(pairs)} pairs are few: the model will learn them by heart, and scores on held-out pairs say little. ` +
      "A thousand or more are wanted.",
    noDev: () =>
      "All pairs have the same source, so none can be held out to score the model. Add pairs with other sources.",
    long: ({ pairs, limit }) =>
      `${grouped(pairs)} pairs have a side of more than ${limit} tokens. They are left out of training; ` +
      "source.maximumLength and target.maximumLength change that.",
    severalTargets: ({ sources }) =>
      `${grouped(sources)} sources have several targets: the model can give only one of them.`,
    duplicates: ({ pairs }) =>
      `${grouped(pairs)} pairs are copies of earlier ones. Cleaning can leave them out.`,
  },
  problems: {
    empty: () =>
      "There is no pair in it. Expected one pair a line: source, tab, target; or a table whose columns are source and " +
      "target.",
    onePair: () => "There is one pair in it. Expected two at least: one to train on, one to hold out.",
    binary: ({ like }) =>
      `This is not a text file${like === "?" ? "" : ` but ${like}`}. Save it as text: from a spreadsheet as CSV, from ` +
      'Anki with "Notes in Plain Text", from an archive unpacked.',
    oneColumn: ({ line }) =>
      `Its lines have one column, such as “${line}”. Expected two: source and target, with a tab between them in TSV, ` +
      "a comma or semicolon in CSV. If source and target are two files, put them side by side: paste -d '\\t' a b.",
  },
  pasted: "pasted pairs",
};

const ja: DataTexts = {
  drop: "対訳データのファイルをここにドロップするか、選んでください",
  file: "対訳データのファイル",
  paste: "または対訳データを貼り付ける",
  pasteHint: "1行に1組、「入力・タブ・出力」の順です。表計算ソフトのセルをコピーすると、この形になります。",
  usePasted: "貼り付けたデータを読み込む",
  privacy: "ファイルはこのページの中で読み込まれます。アップロードされることはありません。",
  how: "読み込み方",
  format: "形式",
  byName: "ファイル名から判断",
  swapped: "入力と出力を入れ替える",
  header: "1行目が列名",
  headers: { auto: "形式に従う", yes: "はい", no: "いいえ" },
  holdOut: "検証用に取り分ける割合（％）",
  cleaning: "クリーニング",
  rules: {
    html: "HTML",
    invalid: "不正な文字",
    minimumCharacters: "片側の最小文字数",
    maximumCharacters: "片側の最大文字数",
    maximumRatio: "両側の長さの比の上限",
    identical: "入力と出力が同じ組",
    duplicates: "重複する組",
    overlap: "検証・テストと同じ入力",
  },
  actions: { keep: "残す", drop: "除く", text: "テキストに直す", remove: "取り除く" },
  reading: (name) => `${name}を読み込んでいます…`,
  cancel: "中止",
  counted: (train, dev) => `学習用${train}組、検証用${dev}組です。`,
  preview: "最初の数組",
  source: "入力",
  target: "出力",
  heldOut: "検証用",
  leftOut: (count) => `除いたもの：${count}件`,
  more: (count) => `ほか${count}件`,
  record: (number) => `${number}件目`,
  reasons: {
    header: "見出しとして読みました",
    blank: "空行です",
    empty: "入力または出力がありません",
    language: "2つの言語のどちらかがありません",
    untranslated: "訳がありません",
    fuzzy: "未確定（fuzzy）の項目です",
    obsolete: "廃止された項目です",
    plural: "複数形があります",
    invalid: "不正な文字があります",
    length: "短すぎるか、長すぎます",
    ratio: "片側がもう片側より極端に長くなっています",
    identical: "入力と出力が同じです",
    overlap: "検証またはテストと同じ入力です",
    duplicate: "すでにある組です",
  },
  markup: (pairs) => `${pairs}組で、マークアップをテキストに直しました。`,
  invalid: (pairs) =>
    `${pairs}組に、制御文字など、本来テキストに現れない文字があります。「クリーニング」で取り除けます。`,
  side: (name, median, longest, tokenizer) =>
    `${name}：長さの中央値は${median}文字、最長は${longest}文字です。${tokenizer}単位で読みます。`,
  tokenizers: { words: "単語", characters: "文字" },
  cut: {
    pairs: (limit) =>
      `最初の${limit}組だけを使います。モデルと一緒にタブに収まるのはここまでです。コマンドライン（henkan train）には、この制限はありません。`,
    characters: (limit) =>
      `最初の${limit}文字だけを使います。モデルと一緒にタブに収まるのはここまでです。コマンドライン（henkan train）には、この制限はありません。`,
  },
  remarks: {
    few: ({ pairs }) =>
      `${grouped(pairs)}組では少なすぎます。モデルは丸暗記してしまい、検証用の組での評価もあまり当てになりません。1,000組以上が目安です。`,
    noDev: () =>
      "どの組も入力が同じなので、検証用の組を取り分けられません。ほかの入力をもつ組を加えてください。",
    long: ({ pairs, limit }) =>
      `${grouped(pairs)}組は、片側が${limit}トークンを超えています。学習には使われません。source.maximumLength と target.maximumLength で変更できます。`,
    severalTargets: ({ sources }) =>
      `${grouped(sources)}個の入力に、複数の出力があります。モデルが返せるのは、そのうち1つだけです。`,
    duplicates: ({ pairs }) =>
      `${grouped(pairs)}組は、すでにある組と同じです。「クリーニング」で除くことができます。`,
  },
  problems: {
    empty: () =>
      "対訳の組がありません。1行に1組、「入力・タブ・出力」の順で書かれたファイルか、source と target の列がある表を選んでください。",
    onePair: () => "対訳の組が1つしかありません。学習用と検証用に、少なくとも2組が必要です。",
    binary: ({ like }) =>
      `テキストファイルではありません${like === "?" ? "" : `（${like}）`}。テキストとして保存し直してください。表計算ソフトからは CSV、Anki からは「テキスト形式のノート」で書き出し、圧縮ファイルは展開してください。`,
    oneColumn: ({ line }) =>
      `列が1つしかありません（例：「${line}」）。入力と出力の2列が必要です。TSV ではタブ、CSV ではコンマかセミコロンで区切ります。入力と出力が別々のファイルにあるときは、paste -d '\\t' a b のように横に並べてください。`,
  },
  pasted: "貼り付けたデータ",
};

export const dataTexts = { en, ja };
