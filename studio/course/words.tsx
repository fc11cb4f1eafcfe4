import type { VNode } from "preact";
import { language } from "../app/language.ts";

/** Runs of Han characters and kana. */
const japanese = /([\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]+)/u;

/** Text whose Japanese words say so where the page is in another language: for their glyphs, and for screen readers. */
export function Words({ text }: { readonly text: string }): VNode {
  if (language.value === "ja") return <>{text}</>;
  return (
    <>
      {text.split(japanese).map((part, n) =>
        n % 2 === 0 ? (
          part
        ) : (
          <span lang="ja" key={n}>
            {part}
          </span>
        ),
      )}
    </>
  );
}
