import { computed } from "@preact/signals";
import { parameter } from "./address.ts";

export const languages = ["en", "ja"] as const;
export type Language = (typeof languages)[number];

/** The same texts in each language. */
export type Texts<T> = Readonly<Record<Language, T>>;

/** What the address says (`lang=ja`), else the first language of the reader that there are words for, else English. */
export const language = computed<Language>(() => {
  const wanted = [parameter("lang"), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return (
    languages.find((known) => known === wanted.find((code) => languages.some((one) => one === code))) ?? "en"
  );
});

/** The texts of a view in the reader's language; a component that calls it is drawn again when the language changes. */
export function textsIn<T>(texts: Texts<T>): T {
  return texts[language.value];
}
