import type { VNode } from "preact";
import { visibleToken } from "../../src/report/attention-labels.ts";
import { eastAsianLanguage, isEastAsian } from "../../src/report/language.ts";
import { textsIn } from "../app/language.ts";
import { inspectTexts } from "./texts.ts";

export interface MarkedWordsProps {
  readonly words: readonly string[];
  /** Which of them differ. */
  readonly marks: readonly boolean[];
  readonly kind: "ins" | "del";
}

/** An output whose differing words are marked as inserted or deleted. */
export function MarkedWords({ words, marks, kind: Kind }: MarkedWordsProps): VNode {
  const { empty } = textsIn(inspectTexts);
  return (
    <p class="marked-words" {...(isEastAsian(words.join("")) && { lang: eastAsianLanguage(words) })}>
      {words.length === 0 && <span class="note">{empty}</span>}
      {words.map((word, index) =>
        marks[index] ? (
          <Kind key={index}>{visibleToken(word)}</Kind>
        ) : (
          <span key={index}>{visibleToken(word)}</span>
        ),
      )}
    </p>
  );
}
