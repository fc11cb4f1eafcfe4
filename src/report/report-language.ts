/** The languages that reports are written in. */
export const reportLanguages = ["en", "ja"] as const;

export type ReportLanguage = (typeof reportLanguages)[number];
