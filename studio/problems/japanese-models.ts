import type { EditProblem, ModelProblem, TrainingProblem } from "../../src/problems.ts";
import type { WordsByKind } from "./japanese.ts";
import type { StudioProblem } from "./studio-problem.ts";

const again = "元のところからコピーし直すか、もう一度学習してください。";
const lower =
  "training.learningRate か training.clipNorm を小さくするか、training.warmup を大きくしてみてください。";

/** Problems of models, of their training, of changes to what they compute, and of the page. */
export const japaneseModels: WordsByKind<ModelProblem | TrainingProblem | EditProblem | StudioProblem> = {
  missingFile: ({ file }) => `${file} がありません。`,
  unreadableFile: ({ file, reason }) => `${file} を読めません（${reason}）。`,
  damagedFile: ({ file }) => `${file} が壊れているか、書き換えられています。${again}`,
  newerFormat: ({ file, format, known }) =>
    `${file} は新しい henkan の形式 ${format} です。このページが読めるのは形式 ${known} までです。ページを新しくしてください。`,
  noRecord: ({ file, reason }) => `${file} は henkan のモデルの記録ではありません（${reason}）。`,
  noTokenizer: ({ file, reason }) => `${file} をトークナイザーとして読めません（${reason}）。`,
  notFinite: ({ file, parameter }) =>
    `${file} の ${parameter} に、有限の数でない値があります。学習率を下げて、もう一度学習してください。`,
  otherLength: ({ file, found, expected }) =>
    `${file} の大きさが合いません（${expected} のはずが ${found}）。${again}`,
  allTooLong: ({ pairs, source, target }) =>
    `学習できる組がありません。${pairs}組すべてが、入力の上限 source.maximumLength（${source}）か出力の上限 target.maximumLength（${target}）より長くなっています。上限を大きくするか、短い文のデータを選んでください。`,
  lossNotFinite: ({ update }) =>
    `更新${update}回目で、損失または勾配が有限の数でなくなりました（発散）。${lower}`,
  diverged: ({ loss, guessing, learningRate }) =>
    `学習が発散しました。検証データの損失は最も低いエポックでも ${loss.toPrecision(4)} で、当て推量の ${guessing.toPrecision(4)} より高くなっています。モデルは保存していません。training.learningRate は ${learningRate} です。${lower}`,
  noAttention: () => "このモデルにはアテンションがありません。",
  weightCount: ({ found, expected }) =>
    `重みが${found}個ありますが、入力のトークンと </s> に合わせて${expected}個必要です。`,
  noState: ({ number, count }) =>
    `状態 ${number} はありません。デコーダの状態は 0 から数えて${count}個です。`,
  noUnit: ({ number, count }) =>
    `ユニット ${number} はありません。この状態のユニットは 0 から数えて${count}個です。`,
  trainingGoesOn: () => "このタブではすでに学習中です。先にその学習を終了してください。",
  pairsGone: () => "読み込んだデータがメモリーに残っていません。ファイルをもう一度読み込んでください。",
  outOfMemory: ({ reason }) =>
    `このタブのメモリーが足りません（${reason}）。保存済みのものは残っています。ほかのタブを閉じるか、モデルを小さくする、データを減らす、training.batchTokens を小さくする、のどれかを試してください。`,
  notGzip: ({ place }) =>
    `${place}：gzip として展開できません。壊れていないか確かめるか、展開してから選んでください。`,
  nothingChosen: () => "何も選ばれていません。",
  unreadableChoice: ({ reason }) => `ファイルを読めません（${reason}）。`,
  tooManyBytes: ({ megabytes }) => `${megabytes} MB を超えています。`,
  tooManyUnpacked: ({ megabytes }) => `展開すると ${megabytes} MB を超えます。`,
  tooManyFiles: ({ most }) => `zip の中のファイルが ${most} 個を超えています。`,
  severalModels: ({ count }) => `モデルが${count}個入っています。1つだけ選んでください。`,
  notInside: ({ file }) => `${file} が入っていません。`,
  mixedDatasets: () =>
    "データセットを組の数とは違う割合で使っています（data.temperature または weight）。続きはコマンドで学習してください。",
  noPairFiles: () => "対訳データのファイルが設定に書かれていません。",
  otherRun: () => "フォルダーの中のモデルは、別の学習のものです。",
  otherPairs: ({ file }) => `${file} の対訳データが、学習に使われたものと違います。`,
  tooManyPairs: ({ file, most }) => `${file} の組が ${most} を超えています。`,
  noZip: ({ reason }) => `zip ではないか、壊れています（${reason}）。`,
  damagedZip: ({ file }) => `zip が ${file} のところで壊れています。`,
  fileTwice: ({ file }) => `zip に ${file} が2つあります。`,
  unsafePath: ({ file }) => `zip に、外を指すパス ${file} のファイルがあります。`,
  noPrivateFiles: () => "このブラウザー、またはこのアドレスでは、サイト専用のファイルシステムが使えません。",
  trainingOver: () => "学習は終わっています。",
  unreadableRecord: () => "記録の情報が読めません。",
  newerRecord: ({ format, known }) =>
    `新しい henkan が形式 ${format} で保存したものです。このページが読めるのは形式 ${known} までです。`,
  noRunRecord: ({ reason }) => `記録の情報が正しくありません（${reason}）。`,
  unwritableWord: ({ word }) => `「${word}」は出力側の語彙にないため、モデルが書くことはできません。`,
};
