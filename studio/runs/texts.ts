import type { Texts } from "../app/language.ts";

interface RunsTexts {
  readonly title: string;
  readonly lead: string;
  readonly loading: string;
  readonly none: string;
  readonly train: string;
  readonly storage: (used: string, most: string) => string;
  readonly protect: string;
  readonly protectHint: string;
  readonly isProtected: string;
  readonly isNotProtected: string;
  readonly states: Readonly<Record<"stopped" | "over" | "model" | "damaged", string>>;
  readonly busy: string;
  readonly places: Readonly<Record<"memory" | "served", string>>;
  readonly unnamed: string;
  readonly updates: (count: string) => string;
  readonly exact: (percent: string) => string;
  readonly curve: string;
  readonly goOn: string;
  readonly inside: string;
  readonly tune: string;
  readonly startedFrom: (name: string) => string;
  readonly save: string;
  readonly rename: string;
  readonly name: string;
  readonly keepName: string;
  readonly cancel: string;
  readonly delete: string;
  readonly confirmDelete: (name: string) => string;
  readonly deleteForGood: string;
  readonly keep: string;
  readonly deleted: (name: string) => string;
  readonly compare: string;
  readonly kinds: Readonly<Record<"folder" | "run" | "onnx" | "page" | "raw", string>>;
  readonly kindHints: Readonly<Record<"folder" | "run" | "onnx" | "page" | "raw", string>>;
  readonly making: (kind: string) => string;
  readonly made: (file: string) => string;
  readonly open: string;
  readonly openHint: string;
  readonly openZip: string;
  readonly openFolder: string;
  readonly opening: string;
  readonly opened: (name: string) => string;
  readonly comparison: string;
  readonly comparisonHint: string;
  readonly lossCurve: string;
  readonly exactCurve: string;
  readonly finalScores: string;
  readonly differences: string;
  readonly noDifferences: string;
  readonly setting: string;
  readonly score: string;
  readonly notSet: string;
}

export const runsTexts: Texts<RunsTexts> = {
  en: {
    title: "Runs",
    lead: "Every training is kept in this browser, and goes on after a reload, a crash or a closed tab as if nothing had happened.",
    loading: "Loading …",
    none: "There is no run yet.",
    train: "Train a model",
    storage: (used, most) => `This page keeps ${used} of the ${most} that the browser allows it.`,
    protect: "Protect them",
    protectHint: "If the device runs short of space, the browser may delete them.",
    isProtected: "The browser keeps them until you delete them.",
    isNotProtected: "The browser did not agree. Save what you need as a file.",
    states: { stopped: "can go on", over: "trained", model: "model", damaged: "damaged" },
    busy: "in hand in a tab",
    places: { memory: "not kept: only in this tab", served: "offered by the server" },
    unnamed: "without a name",
    updates: (count) => `${count} updates`,
    exact: (percent) => `${percent} exact on dev`,
    curve: "Loss: training, dev",
    goOn: "Go on",
    inside: "Look inside",
    tune: "Fine-tune",
    startedFrom: (name) => `started from “${name}”`,
    save: "Save as …",
    rename: "Rename",
    name: "Name",
    keepName: "Keep the name",
    cancel: "Cancel",
    delete: "Delete",
    confirmDelete: (name) => `Delete “${name}” for good?`,
    deleteForGood: "Delete for good",
    keep: "Keep",
    deleted: (name) => `“${name}” was deleted.`,
    compare: "Compare",
    kinds: {
      folder: "Model folder (zip)",
      run: "Run with its data (zip)",
      onnx: "model.onnx",
      page: "Web page (zip)",
      raw: "Save the files as they are (zip)",
    },
    kindHints: {
      folder: "Unpacked, “henkan translate” and all other commands read it.",
      run: "The same with its pairs and, where training was stopped, all that it needs to go on: open it here or on another device.",
      onnx: "From token ids to token ids, with beam search, for any ONNX runtime.",
      page: "A page that runs the model; put the folder on any web server.",
      raw: "For whoever may save something of them.",
    },
    making: (kind) => `Making: ${kind} …`,
    made: (file) => `${file} is in your downloads.`,
    open: "Open a model",
    openHint:
      "A model folder of the command line, a zip of one, or a run that was saved here. A training of the command line that stopped goes on here if its files of pairs are chosen with it, in one folder or zip, or dropped together. All stays on this device.",
    openZip: "A zip",
    openFolder: "A folder",
    opening: "Opening …",
    opened: (name) => `“${name}” is in the list.`,
    comparison: "Comparison",
    comparisonHint: "Mark two to four runs to see them over one another.",
    lossCurve: "Loss per target token on dev, nats",
    exactCurve: "Exact matches on dev, %",
    finalScores: "Scores of the model that was kept, on dev",
    differences: "What differs in the configuration",
    noDifferences: "Their configurations are the same.",
    setting: "Setting",
    score: "Score",
    notSet: "not set",
  },
  ja: {
    title: "学習の記録",
    lead: "学習はすべてこのブラウザーの中に保存されます。再読み込みをしても、タブを閉じても、中断しなかったときと同じ結果になるように続けられます。",
    loading: "読み込み中…",
    none: "まだ記録はありません。",
    train: "モデルを学習する",
    storage: (used, most) => `このページの保存量は ${used} です（ブラウザーの上限は ${most}）。`,
    protect: "保護する",
    protectHint: "端末の空き容量が足りなくなると、ブラウザーが記録を消すことがあります。",
    isProtected: "自分で削除するまで、ブラウザーが記録を保持します。",
    isNotProtected: "ブラウザーに認められませんでした。必要なものはファイルに書き出してください。",
    states: { stopped: "続けられます", over: "学習済み", model: "モデル", damaged: "壊れています" },
    busy: "タブで使用中",
    places: { memory: "保存されません（このタブの中だけ）", served: "配信元のモデル" },
    unnamed: "名前なし",
    updates: (count) => `更新 ${count} 回`,
    exact: (percent) => `検証データの完全一致 ${percent}`,
    curve: "損失（学習データと検証データ）",
    goOn: "続ける",
    inside: "中を見る",
    tune: "ファインチューニング",
    startedFrom: (name) => `「${name}」から開始`,
    save: "書き出す…",
    rename: "名前を変える",
    name: "名前",
    keepName: "この名前にする",
    cancel: "やめる",
    delete: "削除",
    confirmDelete: (name) => `「${name}」を完全に削除しますか。`,
    deleteForGood: "完全に削除する",
    keep: "残す",
    deleted: (name) => `「${name}」を削除しました。`,
    compare: "比べる",
    kinds: {
      folder: "モデルのフォルダー（zip）",
      run: "データを含む記録（zip）",
      onnx: "model.onnx",
      page: "ウェブページ（zip）",
      raw: "ファイルをそのまま保存（zip）",
    },
    kindHints: {
      folder: "展開すると henkan translate などのコマンドで使えます。",
      run: "データと、中断した学習の続きに必要なものを含みます。ここや別の端末で開けます。",
      onnx: "トークン番号の列から列へ変換します（ビームサーチ込み）。どの ONNX ランタイムでも動きます。",
      page: "モデルが動くページです。フォルダーをウェブサーバーに置くと使えます。",
      raw: "復旧に役立つかもしれない場合のためのものです。",
    },
    making: (kind) => `作成中：${kind}…`,
    made: (file) => `${file} をダウンロードしました。`,
    open: "モデルを開く",
    openHint:
      "コマンドで学習したモデルのフォルダー、その zip、またはここから書き出した記録を開きます。途中で止まったコマンドの学習は、対訳データのファイルも同じフォルダーや zip に入れるか、一緒にドロップすると、ここで続けられます。ファイルが端末の外に送られることはありません。",
    openZip: "zip を選ぶ",
    openFolder: "フォルダーを選ぶ",
    opening: "開いています…",
    opened: (name) => `「${name}」を一覧に加えました。`,
    comparison: "比較",
    comparisonHint: "2 つから 4 つの記録を選ぶと、重ねて比べられます。",
    lossCurve: "検証データの損失（出力1トークンあたり、nat）",
    exactCurve: "検証データの完全一致、%",
    finalScores: "残ったモデルの検証データでの評価",
    differences: "設定の違い",
    noDifferences: "設定は同じです。",
    setting: "設定",
    score: "評価",
    notSet: "なし",
  },
};
