import type { VNode } from "preact";
import { eastAsianLanguage, isEastAsian } from "../../src/report/language.ts";

export interface LitWordsProps {
  readonly label: string;
  readonly words: readonly string[];
  /** How bright each is, from 0 to 1. */
  readonly light: readonly number[];
  /** Told which word is pointed at, null where none is any more. */
  readonly onPoint: (index: number | null) => void;
}

/** A sentence as words that light up. */
export function LitWords({ label, words, light, onPoint }: LitWordsProps): VNode {
  const text = words.join("");
  return (
    <p
      class="lit-words"
      {...(isEastAsian(text) && { lang: eastAsianLanguage(words) })}
      onPointerLeave={() => onPoint(null)}
    >
      <span class="note">{label}</span>
      {words.map((word, index) => {
        const share = light[index] ?? 0;
        return (
          <span
            key={index}
            class={`lit-word${share >= 0.5 ? " bright" : ""}`}
            style={{ "--light": share.toFixed(2) }}
            data-light={share.toFixed(2)}
            onPointerEnter={() => onPoint(index)}
          >
            {word}
          </span>
        );
      })}
    </p>
  );
}
