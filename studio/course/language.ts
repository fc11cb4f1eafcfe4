/** The languages of the course. */
export const languages = ["en", "ja"] as const;

export type Language = (typeof languages)[number];
