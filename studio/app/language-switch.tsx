import type { VNode } from "preact";
import { setParameters } from "./address.ts";
import { language, languages, textsIn } from "./language.ts";
import { shellTexts } from "./texts.ts";

const names = { en: "English", ja: "日本語" } as const;

export function LanguageSwitch(): VNode {
  return (
    <fieldset class="languages">
      <legend class="unseen">{textsIn(shellTexts).language}</legend>
      {languages.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-pressed={language.value === one}
          onClick={() => setParameters({ lang: one })}
        >
          {names[one]}
        </button>
      ))}
    </fieldset>
  );
}
