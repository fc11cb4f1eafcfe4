import { toldOf } from "../problems/told.ts";
import { type Words, wordsOf } from "../problems/words.ts";
import { noticeOfError, noticeWords } from "../runs/notice.ts";
import type { Language, Texts } from "./language.ts";

/** Where the page itself cannot run, by the name of the error. */
const ownWords: Texts<Readonly<Record<string, (reason: string) => string>>> = {
  en: {
    RuntimeUnavailableError: (reason) =>
      "This browser cannot compute here: it needs WebAssembly with SIMD (Chrome or Edge 110, Firefox 125, Safari 16.4, or " +
      `later), and all files of the page. Update the browser, allow WebAssembly, or load the page again. (${reason})`,
    WorkerUnavailableError: (reason) =>
      "The part of the page that computes could not be started: it needs module workers (Chrome or Edge 110, Firefox 125, " +
      `Safari 16.4, or later), and all files of the page. Load the page again; what was saved is still there. (${reason})`,
  },
  ja: {
    RuntimeUnavailableError: (reason) =>
      "このブラウザーでは計算できません。SIMD 対応の WebAssembly（Chrome・Edge 110、Firefox 125、Safari 16.4 以降）と、ページのすべてのファイルが必要です。ブラウザーを更新するか、WebAssembly を許可するか、ページを読み込み直してください。" +
      `（${reason}）`,
    WorkerUnavailableError: (reason) =>
      "ページの計算部分を起動できませんでした。モジュール形式の Worker（Chrome・Edge 110、Firefox 125、Safari 16.4 以降）と、ページのすべてのファイルが必要です。ページを読み込み直してください。保存済みのものは残っています。" +
      `（${reason}）`,
  },
};

/** What went wrong, in the reader's language where there are words for it. */
export function problemWords(error: unknown, language: Language): Words {
  const notice = noticeOfError(error);
  if (notice !== null) return noticeWords(notice, language);
  if (error instanceof Error && Object.hasOwn(ownWords[language], error.name)) {
    // What follows is for whoever has henkan in Node.
    const [reason = ""] = error.message.split(/\.? Install henkan's/);
    return { text: ownWords[language][error.name]!(reason), english: language === "en" ? [] : [reason] };
  }
  return wordsOf(toldOf(error), language);
}
