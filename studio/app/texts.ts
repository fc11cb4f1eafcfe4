export const shellTexts = {
  en: {
    navigation: "Views",
    language: "Language",
    skip: "Skip to the content",
    loading: "Loading …",
    again: "Try again",
    notLoaded: (reason: string) => `This part of the page could not be loaded (${reason}).`,
    privacy: "Everything runs in this page; nothing leaves your device.",
    licences: "licences",
  },
  ja: {
    navigation: "画面",
    language: "言語",
    skip: "本文へ移動",
    loading: "読み込み中…",
    again: "もう一度試す",
    notLoaded: (reason: string) => `この画面を読み込めませんでした（${reason}）。`,
    privacy: "すべてこのページの中で動きます。データが外部に送られることはありません。",
    licences: "ライセンス",
  },
};
