import type { VNode } from "preact";
import type { Words } from "./words.ts";

/** Words in the page's language, of which the English parts say that they are. */
export function Said({ words: { text, english } }: { readonly words: Words }): VNode {
  const parts: (string | VNode)[] = [];
  let from = 0;
  for (const part of english) {
    const at = part === "" ? -1 : text.indexOf(part, from);
    if (at < 0) continue;
    parts.push(
      text.slice(from, at),
      <span lang="en" key={at}>
        {part}
      </span>,
    );
    from = at + part.length;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
