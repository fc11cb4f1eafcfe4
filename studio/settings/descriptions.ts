import { signal } from "@preact/signals";
import { type Language, language } from "../app/language.ts";
import { tell } from "../app/problems.tsx";

/** The schema's descriptions in Japanese by their English text; null before they have been loaded. */
const japanese = signal<Readonly<Record<string, string>> | null>(null);

let asked = false;

/** Loads the descriptions that the reader's language needs, once. In an effect it runs again when that changes. */
export function askForDescriptions(): void {
  if (language.value === "en" || asked) return;
  asked = true;
  import("./descriptions.ja.ts").then(
    ({ descriptions }) => {
      japanese.value = descriptions;
    },
    (error) => {
      asked = false;
      japanese.value = {};
      tell(error);
    },
  );
}

/** A description in the reader's language, or in English where there is no other; null while it is being loaded. */
export function described(english: string): { readonly text: string; readonly lang: Language } | null {
  if (language.value === "en") return { text: english, lang: "en" };
  if (japanese.value === null) return null;
  const text = japanese.value[english];
  return text === undefined ? { text: english, lang: "en" } : { text, lang: "ja" };
}
