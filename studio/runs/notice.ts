import type { Language } from "../app/language.ts";
import type { Told } from "../problems/told.ts";
import { reasonOf, type Words } from "../problems/words.ts";

/** Something about saved runs that a person should know, with its way out. It crosses from the worker to the page. */
export type RunNotice =
  /** The browser has no private file system here. */
  | { readonly kind: "noStore"; readonly reason: Told }
  /** The origin's storage is full: what was saved last is of this update. */
  | { readonly kind: "full"; readonly update: number }
  | { readonly kind: "unwritable"; readonly update: number; readonly reason: Told }
  /** The model of a training that is over could not be written: it is in this tab's memory. */
  | { readonly kind: "rescued" }
  /** Writing works again. */
  | { readonly kind: "savedAgain"; readonly update: number }
  /** The newest save is damaged: the run goes on from the one before. */
  | { readonly kind: "passedOver"; readonly reason: Told }
  /** The run cannot go on; its model can still be had. */
  | { readonly kind: "cannotGoOn"; readonly reason: Told }
  | { readonly kind: "damaged"; readonly reason: Told }
  | { readonly kind: "otherVersion"; readonly before: string; readonly now: string }
  | { readonly kind: "otherThreads"; readonly before: number; readonly now: number }
  | { readonly kind: "busy" }
  | { readonly kind: "notThere" }
  /** A training that was opened without what it needs to go on: only its model was taken. */
  | { readonly kind: "withoutPairs"; readonly reason: Told }
  /** An import that holds no model. */
  | { readonly kind: "notAModel"; readonly reason: Told };

/** With its reason in words. */
type Spoken<Notice> = Notice extends { readonly reason: Told }
  ? Omit<Notice, "reason"> & { readonly reason: string }
  : Notice;

type NoticeTexts = {
  readonly [Kind in RunNotice["kind"]]: (notice: Spoken<Extract<RunNotice, { kind: Kind }>>) => string;
};

const english: NoticeTexts = {
  noStore: ({ reason }) =>
    `Runs are not kept here: ${reason}. A run is lost when this tab is closed, so export it before. In a normal window ` +
    "(not a private one) and over https or on localhost, runs are kept.",
  full: ({ update }) =>
    `The browser's storage for this page is full. Training goes on, but only the state after update ${update} is kept. ` +
    "Delete runs that you no longer need under Runs, or export this one; saving is then tried again by itself.",
  unwritable: ({ update, reason }) =>
    `The run could not be saved (${reason}). Training goes on, but only the state after update ${update} is kept. Export ` +
    "the run to be safe; saving is tried again by itself.",
  rescued: () =>
    "The trained model could not be saved. It is under Runs as long as this tab is open: save it as a file from there.",
  savedAgain: ({ update }) => `The run is saved again, up to update ${update}.`,
  passedOver: ({ reason }) =>
    `The newest save of this run is damaged (${reason}). It goes on from the save before, which gives the same result.`,
  cannotGoOn: ({ reason }) =>
    `This run cannot be trained on (${reason}). Its model works: look inside it, or export it.`,
  damaged: ({ reason }) =>
    `This saved run is damaged (${reason}). Save its files as they are, if they may be of use, or delete it.`,
  otherVersion: ({ before, now }) =>
    `This run was begun with henkan ${before}, and this page is henkan ${now}: it goes on, but the last digits may differ ` +
    "from those of an undisturbed run.",
  otherThreads: ({ before, now }) =>
    `This run was begun with ${before} ${before === 1 ? "thread" : "threads"} and goes on with ${now}: the last digits may ` +
    "differ from those of an undisturbed run.",
  busy: () => "Another tab has this run in hand. Go on there, or close that tab and try again.",
  notThere: () => "There is no such run in this browser. It may have been deleted in another tab.",
  withoutPairs: ({ reason }) =>
    `The model was opened, but its training cannot go on here: ${reason}. To go on, open the model folder and its file of ` +
    "pairs together, in one zip or folder.",
  notAModel: ({ reason }) =>
    `This cannot be opened: ${reason}. Choose a model folder as "henkan train" writes it, a zip of one, or a run that was ` +
    "exported here.",
};

const japanese: NoticeTexts = {
  noStore: ({ reason }) =>
    `この環境では学習の記録を保存できません（${reason}）。タブを閉じると失われますので、その前に書き出してください。通常のウィンドウ（プライベートウィンドウ以外）で、https または localhost から開くと保存されます。`,
  full: ({ update }) =>
    `ブラウザーの保存領域がいっぱいです。学習は続きますが、保存されているのは更新 ${update} 回目までの状態です。「学習の記録」で不要な記録を削除するか、この記録を書き出してください。空きができれば自動で保存を再開します。`,
  unwritable: ({ update, reason }) =>
    `記録を保存できませんでした（${reason}）。学習は続きますが、保存されているのは更新 ${update} 回目までの状態です。念のため書き出してください。保存は自動で再試行します。`,
  rescued: () =>
    "学習したモデルを保存できませんでした。このタブを閉じるまでは「学習の記録」にありますので、そこからファイルに書き出してください。",
  savedAgain: ({ update }) => `保存を再開しました（更新 ${update} 回目まで）。`,
  passedOver: ({ reason }) =>
    `最新の保存が壊れています（${reason}）。一つ前の保存から続けます。結果は変わりません。`,
  cannotGoOn: ({ reason }) =>
    `この記録からは学習を続けられません（${reason}）。モデルは使えますので、中を見ることも書き出すこともできます。`,
  damaged: ({ reason }) =>
    `この記録は壊れています（${reason}）。必要であればファイルをそのまま保存し、不要であれば削除してください。`,
  otherVersion: ({ before, now }) =>
    `この記録は henkan ${before} で始められ、このページは henkan ${now} です。学習は続きますが、中断しなかった場合と末尾の桁が異なることがあります。`,
  otherThreads: ({ before, now }) =>
    `この記録は ${before} スレッドで始められ、今は ${now} スレッドで動いています。学習は続きますが、中断しなかった場合と末尾の桁が異なることがあります。`,
  busy: () => "この記録は別のタブで使われています。そのタブで続けるか、閉じてからもう一度お試しください。",
  notThere: () => "この記録は見つかりません。別のタブで削除された可能性があります。",
  withoutPairs: ({ reason }) =>
    `モデルを開きましたが、学習の続きはできません（${reason}）。続けるには、モデルのフォルダーと対訳データのファイルを1つの zip またはフォルダーにまとめて開いてください。`,
  notAModel: ({ reason }) =>
    `開けませんでした（${reason}）。henkan train が書き出すモデルのフォルダー、その zip、またはこの画面から書き出した記録を選んでください。`,
};

const texts: Readonly<Record<Language, NoticeTexts>> = { en: english, ja: japanese };

/** A notice in words. */
export function noticeWords(notice: RunNotice, language: Language): Words {
  const say = texts[language][notice.kind] as (notice: object) => string;
  if (!("reason" in notice)) return { text: say(notice), english: [] };
  const { text: reason, english } = reasonOf(notice.reason, language);
  return { text: say({ ...notice, reason }), english };
}

/**
 * What a call about runs fails with. From the worker only name and message reach the page: the name tells that the message
 * is a notice.
 */
export class RunProblem extends Error {
  override readonly name = "RunProblem";
  readonly notice: RunNotice;

  constructor(notice: RunNotice) {
    super(JSON.stringify(notice));
    this.notice = notice;
  }
}

/** The notice that a call has failed with; null for any other error. */
export function noticeOfError(error: unknown): RunNotice | null {
  const isNotice = error instanceof Error && error.name === "RunProblem";
  return isNotice ? (JSON.parse(error.message) as RunNotice) : null;
}
