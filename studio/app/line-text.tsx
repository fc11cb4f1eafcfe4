import type { VNode } from "preact";
import { eastAsianLanguage, isEastAsian } from "../../src/report/language.ts";

/** A line of a model's or of its pairs, in its own language. Japanese words that stand apart are shown as one writes them. */
export function LineText({ text, class: name }: { readonly text: string; readonly class?: string }): VNode {
  return (
    <span class={name} {...(isEastAsian(text) && { lang: eastAsianLanguage([text]) })}>
      {asWritten(text)}
    </span>
  );
}

/** Without the spaces between East Asian characters, which tokenizers of words need and readers do not. */
function asWritten(text: string): string {
  return text.replaceAll(
    /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。]) (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。])/gu,
    "",
  );
}
