import type { VNode } from "preact";
import { eastAsianLanguage, isEastAsian } from "../../src/report/language.ts";

interface LineTextProps {
  readonly text: string;
  /** Texts of the same language, by which it is guessed (default: this one alone). */
  readonly among?: readonly string[];
  readonly class?: string;
}

/** A line of a model's or of its pairs, in its own language and direction. Japanese words that stand apart are shown as one writes them. */
export function LineText({ text, among = [text], class: name }: LineTextProps): VNode {
  return (
    <span class={name} dir="auto" {...(isEastAsian(text) && { lang: eastAsianLanguage(among) })}>
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
