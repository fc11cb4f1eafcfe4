import type { Texts } from "../app/language.ts";
import type { PageEdit } from "./page-edit.ts";
import type { TreeChoice } from "./tree-choice.ts";

export interface InspectTexts {
  readonly title: string;
  readonly lead: string;
  readonly noModels: string;
  readonly train: string;
  readonly open: string;
  readonly model: string;
  readonly other: string;
  readonly none: string;
  readonly text: string;
  readonly samples: string;
  readonly beam: string;
  readonly lengthPenalty: string;
  readonly reading: string;
  readonly hypotheses: string;
  readonly noHypotheses: string;
  readonly truncated: string;
  readonly unknown: (tokens: readonly string[]) => string;
  readonly missing: (run: string) => string;
  readonly empty: string;
  readonly score: string;
  readonly probability: string;
  readonly attention: string;
  readonly attentionHelp: string;
  readonly noAttention: string;
  readonly largeMap: string;
  readonly looked: (output: string, source: string, percent: string) => string;
  readonly source: string;
  readonly output: string;
  readonly whatIf: string;
  readonly whatIfHelp: string;
  readonly chooseWord: string;
  readonly couldWrite: (place: number) => string;
  readonly write: string;
  readonly writeToken: (token: string) => string;
  readonly forbid: string;
  readonly forbidToken: (token: string) => string;
  readonly anyWord: string;
  readonly row: (token: string) => string;
  readonly weightOf: (token: string) => string;
  readonly allHeads: (heads: number) => string;
  readonly moveLeft: string;
  readonly moveRight: string;
  readonly hold: string;
  readonly state: string;
  readonly unit: string;
  readonly allUnits: string;
  readonly value: string;
  readonly until: string;
  readonly thisStep: string;
  readonly toTheEnd: string;
  readonly holdButton: string;
  readonly changes: string;
  readonly edit: (edit: PageEdit, states: readonly string[]) => string;
  readonly remove: (edit: string) => string;
  readonly clear: string;
  readonly before: string;
  readonly after: string;
  readonly same: string;
  readonly leavesNothing: string;
  readonly refused: (reason: string) => string;
  readonly original: string;
  readonly changed: string;
  readonly logP: (value: string) => string;
  readonly stateName: (name: string, layer: number | undefined) => string;
  readonly tree: string;
  readonly treeHelp: string;
  /** What choosing a hypothesis does. */
  readonly treeChoices: Readonly<Record<TreeChoice["kind"], string>>;
  readonly treeColumns: readonly [
    step: string,
    token: string,
    probability: string,
    rank: string,
    fate: string,
  ];
  readonly fates: Readonly<Record<"kept" | "pruned" | "finished" | "left", string>>;
  readonly states: string;
  readonly statesHelp: string;
  readonly encoderPlane: string;
  readonly decoderPlane: (state: string) => string;
  readonly gates: string;
  readonly gatesHelp: string;
  readonly showGates: string;
  readonly part: string;
  readonly encoderForward: (layer: number) => string;
  readonly encoderBackward: (layer: number) => string;
  readonly decoderLayer: (layer: number) => string;
  readonly gateNames: Readonly<Record<string, string>>;
  readonly nearest: string;
  readonly nearestHelp: (pairs: number) => string;
  readonly noPairs: string;
  readonly findNearest: string;
  readonly cosine: string;
}

const minus = (value: number) => String(value).replace("-", "−");

const english: InspectTexts = {
  title: "Look inside",
  lead: "Type a sentence: what the model writes, what else it considered, what it looked at, and what it would have written if …",
  noModels: "There is no model in this browser yet.",
  train: "Train one",
  open: "Open a model",
  model: "Model",
  other: "Beside it",
  none: "no other model",
  text: "Text",
  samples: "Try",
  beam: "Beam",
  lengthPenalty: "Length penalty α",
  reading: "Reading the model …",
  hypotheses: "Hypotheses",
  noHypotheses: "Type something.",
  truncated: "The text is longer than the model reads: its end was cut off.",
  unknown: (tokens) => `Not in the model's vocabulary, and read as <unk>: ${tokens.join(" ")}`,
  missing: (run) => `The link names a model that is not here: ${run}. Open it under Runs, or choose another.`,
  empty: "(empty output)",
  score: "score",
  probability: "probability",
  attention: "What it looked at",
  attentionHelp:
    "A row for each output word. Point at a cell or a word, or use the arrow keys on the map: words that were looked at light up.",
  noAttention: "This model has no attention: all that it knows of the sentence is in one vector.",
  largeMap: "The text is so long that the map would be too large to read. Shorten it to see one.",
  looked: (output, source, percent) => `${output} looked at ${source} with ${percent}`,
  source: "Source",
  output: "Output",
  whatIf: "What if …",
  whatIfHelp:
    "Choose a word of the output, then write another in its place, forbid it, change what it looked at or hold a state. The model goes on from there.",
  chooseWord: "Choose a word",
  couldWrite: (place) => `What word ${place} could have been`,
  write: "Write",
  writeToken: (token) => `Write ${token} here`,
  forbid: "Forbid",
  forbidToken: (token) => `Forbid ${token} here`,
  anyWord: "Any other word",
  row: (token) => `What ${token} looks at`,
  weightOf: (token) => `Weight of ${token}`,
  allHeads: (heads) => `Here is the mean of ${heads} heads. A row that is changed is used by all of them.`,
  moveLeft: "← Move the row",
  moveRight: "Move the row →",
  hold: "Hold a state",
  state: "State",
  unit: "Unit",
  allUnits: "all",
  value: "Value",
  until: "How long",
  thisStep: "at this word",
  toTheEnd: "from here to the end",
  holdButton: "Hold",
  changes: "Changes",
  edit: (edit, states) => {
    if (edit.kind === "force") return `word ${edit.step + 1} is “${edit.text}”`;
    if (edit.kind === "forbid") return `word ${edit.step + 1} is not “${edit.text}”`;
    if (edit.kind === "attention") return `word ${edit.step + 1} looks elsewhere`;
    const unit = edit.unit === undefined ? "" : `, unit ${edit.unit + 1}`;
    const end = (edit.until ?? edit.step) > edit.step ? " on" : "";
    return `${states[edit.state] ?? `state ${edit.state}`}${unit} is ${minus(edit.value)} from word ${edit.step + 1}${end}`;
  },
  remove: (edit) => `Remove: ${edit}`,
  clear: "Remove all changes",
  before: "As it was",
  after: "With the changes",
  same: "The output stays the same.",
  leavesNothing: "The changes leave nothing to write.",
  refused: (reason) => `This cannot be tried: ${reason}. Remove the change.`,
  original: "as it was",
  changed: "with the changes",
  logP: (value) => `log P ${value}`,
  stateName: (name, layer) => {
    if (name === "coverage") return "attention so far";
    if (name === "ã") return "attentional state ã";
    return layer === undefined ? name : `${name} of layer ${layer + 1}`;
  },
  tree: "The beam as a tree",
  treeHelp:
    "A column for each step, the likeliest above. The bar is the probability of the word; a cross is a hypothesis that was pruned; a frame is one that finished. Choose one by a click, or by the arrow keys and Enter.",
  treeChoices: {
    output: "Enter shows this output.",
    word: "Enter shows what else this word could have been.",
    force: "Enter has the model write these words, under “What if …”.",
  },
  treeColumns: ["Step", "Token", "Probability", "log P so far", "Fate"],
  fates: { kept: "kept", pruned: "pruned", finished: "finished", left: "left" },
  states: "States over time",
  statesHelp:
    "Each point is the state after a word, seen from the side where the states differ most (PCA). The ring is the first.",
  encoderPlane: "Encoder, top layer",
  decoderPlane: (state) => `Decoder, ${state}`,
  gates: "Gates",
  gatesHelp: "How far each gate is open, word by word: 0 is shut, 1 is open.",
  showGates: "Show the gates",
  part: "Of",
  encoderForward: (layer) => `encoder, layer ${layer + 1}, forwards`,
  encoderBackward: (layer) => `encoder, layer ${layer + 1}, backwards`,
  decoderLayer: (layer) => `decoder, layer ${layer + 1}`,
  gateNames: {
    i: "input gate i",
    f: "forget gate f",
    o: "output gate o",
    g: "candidate g",
    z: "update gate z",
    r: "reset gate r",
    n: "candidate n",
  },
  nearest: "Nearest training pairs",
  nearestHelp: (pairs) =>
    `The sources among ${pairs} training pairs whose last encoder state points most nearly the same way (cosine).`,
  noPairs: "This model came without its training pairs.",
  findNearest: "Find them",
  cosine: "cosine",
};

const japanese: InspectTexts = {
  title: "中を見る",
  lead: "文を入力すると、モデルの出力、ほかに検討した候補、注目した語がわかります。「もし…だったら」も試せます。",
  noModels: "このブラウザーには、まだモデルがありません。",
  train: "学習する",
  open: "モデルを開く",
  model: "モデル",
  other: "比べるモデル",
  none: "なし",
  text: "入力文",
  samples: "例",
  beam: "ビーム幅",
  lengthPenalty: "長さペナルティ α",
  reading: "モデルを読み込み中…",
  hypotheses: "候補",
  noHypotheses: "文を入力してください。",
  truncated: "文が長すぎるため、終わりの部分は読まれていません。",
  unknown: (tokens) => `語彙にないため <unk> として読まれる語：${tokens.join(" ")}`,
  missing: (run) =>
    `リンクで指定されたモデル「${run}」が、このブラウザーにありません。「学習の記録」で開くか、ほかのモデルを選んでください。`,
  empty: "（出力なし）",
  score: "スコア",
  probability: "確率",
  attention: "どこに注目したか",
  attentionHelp: "1行が出力の1語です。マスや語を指すか、表の上で矢印キーを使うと、注目された語が光ります。",
  noAttention: "このモデルにはアテンションがありません。文の情報はすべて1つのベクトルに入っています。",
  largeMap: "文が長く、表が大きくなりすぎます。短くすると表示されます。",
  looked: (output, source, percent) => `「${output}」は「${source}」に${percent}注目しました`,
  source: "入力",
  output: "出力",
  whatIf: "もし…だったら",
  whatIfHelp:
    "出力の語を選び、別の語を書かせる、禁止する、注目先を変える、状態を固定する、のどれかを試してください。モデルはそこから続きを書きます。",
  chooseWord: "語を選ぶ",
  couldWrite: (place) => `${place}語目の候補`,
  write: "書かせる",
  writeToken: (token) => `ここに「${token}」を書かせる`,
  forbid: "禁止",
  forbidToken: (token) => `ここで「${token}」を禁止する`,
  anyWord: "そのほかの語",
  row: (token) => `「${token}」の注目先`,
  weightOf: (token) => `「${token}」の重み`,
  allHeads: (heads) => `${heads}個のヘッドの平均です。行を変えると、すべてのヘッドが同じ行を使います。`,
  moveLeft: "← 行をずらす",
  moveRight: "行をずらす →",
  hold: "状態を固定する",
  state: "状態",
  unit: "ユニット",
  allUnits: "すべて",
  value: "値",
  until: "期間",
  thisStep: "この語だけ",
  toTheEnd: "ここから最後まで",
  holdButton: "固定する",
  changes: "変更",
  edit: (edit, states) => {
    if (edit.kind === "force") return `${edit.step + 1}語目を「${edit.text}」にする`;
    if (edit.kind === "forbid") return `${edit.step + 1}語目に「${edit.text}」を使わない`;
    if (edit.kind === "attention") return `${edit.step + 1}語目の注目先を変える`;
    const unit = edit.unit === undefined ? "" : `のユニット${edit.unit + 1}`;
    const end = (edit.until ?? edit.step) > edit.step ? "から" : "で";
    return `${edit.step + 1}語目${end}${states[edit.state] ?? `状態${edit.state}`}${unit}を${minus(edit.value)}に固定する`;
  },
  remove: (edit) => `取り消す：${edit}`,
  clear: "変更をすべて取り消す",
  before: "元の出力",
  after: "変更後の出力",
  same: "出力は変わりません。",
  leavesNothing: "この変更では、書ける語がありません。",
  refused: (reason) => `この変更は試せません（${reason}）。変更を取り消してください。`,
  original: "元の出力",
  changed: "変更後",
  logP: (value) => `log P ${value}`,
  stateName: (name, layer) => {
    if (name === "coverage") return "これまでのアテンション";
    if (name === "ã") return "アテンション状態 ã";
    return layer === undefined ? name : `第${layer + 1}層の${name}`;
  },
  tree: "ビームの木",
  treeHelp:
    "1列が1ステップで、上ほど確率が高い候補です。下線の長さが語の確率、×印は枝刈りされた候補、枠は終わった候補です。クリック、または矢印キーと Enter で選べます。",
  treeChoices: {
    output: "Enter でこの出力を表示します。",
    word: "Enter でこの語のほかの候補を表示します。",
    force: "Enter で、ここまでの語を「もし…だったら」でモデルに書かせます。",
  },
  treeColumns: ["ステップ", "トークン", "確率", "ここまでのlog P", "結果"],
  fates: { kept: "残った", pruned: "枝刈り", finished: "終了", left: "打ち切り" },
  states: "状態の移り変わり",
  statesHelp:
    "1点が1語を読み書きした後の状態です。状態の違いが最も大きく見える向きの平面です（主成分分析）。輪は最初の状態です。",
  encoderPlane: "エンコーダ（最上層）",
  decoderPlane: (state) => `デコーダ（${state}）`,
  gates: "ゲート",
  gatesHelp: "各ゲートの開き具合を1語ごとに示します。0は閉、1は開です。",
  showGates: "ゲートを表示",
  part: "対象",
  encoderForward: (layer) => `エンコーダ第${layer + 1}層（順方向）`,
  encoderBackward: (layer) => `エンコーダ第${layer + 1}層（逆方向）`,
  decoderLayer: (layer) => `デコーダ第${layer + 1}層`,
  gateNames: {
    i: "入力ゲート i",
    f: "忘却ゲート f",
    o: "出力ゲート o",
    g: "候補 g",
    z: "更新ゲート z",
    r: "リセットゲート r",
    n: "候補 n",
  },
  nearest: "近い学習データ",
  nearestHelp: (pairs) =>
    `学習データ${pairs}組のうち、エンコーダの最後の状態の向きが最も近い文です（コサイン類似度）。`,
  noPairs: "このモデルには学習データが付いていません。",
  findNearest: "探す",
  cosine: "コサイン類似度",
};

export const inspectTexts: Texts<InspectTexts> = { en: english, ja: japanese };
