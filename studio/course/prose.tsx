import type { VNode } from "preact";
import { address, linkTo, readAddress } from "../app/address.ts";
import { Formula, formulaName } from "./formula.tsx";
import { inlinePieces, type Piece } from "./inline.ts";
import { Words } from "./words.tsx";

/** Prose with its terms, formulas and links. */
export function Prose({ text }: { readonly text: string }): VNode {
  return <>{inlinePieces(text).map(inlineElement)}</>;
}

function inlineElement(piece: Piece, key: number): VNode {
  switch (piece.kind) {
    case "text":
      return <Words text={piece.text} key={key} />;
    case "term":
      return (
        <strong class="term" key={key}>
          {piece.text}
        </strong>
      );
    case "math":
      return <Formula tex={piece.text} key={key} />;
    case "code":
      return <code key={key}>{piece.text}</code>;
    case "link":
      return <CourseLink target={piece.target} words={piece.text} key={key} />;
  }
}

/** A link of a text: "?k=2" sets the widget beside it, all else is another place of the studio. */
function CourseLink({ target, words }: { readonly target: string; readonly words: string }): VNode {
  const acts = target.startsWith("?");
  const { view, part } = address.value;
  const to = readAddress(acts ? `#/${view}/${part}${target}` : target);
  const place = to.part === "" ? to.view : `${to.view}/${to.part}`;
  return (
    <a
      class={acts ? "acts" : undefined}
      aria-label={formulaName(words)}
      href={linkTo(place, Object.fromEntries(to.parameters))}
      onClick={acts ? showWidget : undefined}
    >
      <Prose text={words} />
    </a>
  );
}

/** Where the widget is not in sight, as on a phone, one is brought to it. */
function showWidget(): void {
  const widget = document.querySelector(".course .widget");
  if (widget === null) return;
  const { top, bottom } = widget.getBoundingClientRect();
  if (bottom < 80 || top > innerHeight - 80) widget.scrollIntoView({ block: "start" });
}
