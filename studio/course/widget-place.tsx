import { useSignal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { linkTo } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import type { Chapter } from "./chapters.ts";
import { courseTexts } from "./texts.ts";

interface PlaceProps {
  readonly chapter: Chapter;
  readonly Widget: ComponentType;
}

/** The widget of a chapter, with the ways back to its first setting and out as a link. */
export function WidgetPlace({ chapter, Widget }: PlaceProps): VNode {
  const said = useSignal("");
  const texts = textsIn(courseTexts);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      said.value = texts.copied;
    } catch {
      said.value = texts.notCopied;
    }
  };
  return (
    <aside class="widget card" aria-labelledby="widget-title">
      <h2 id="widget-title" class="unseen">
        {texts.widget}
      </h2>
      <Widget />
      <p class="buttons">
        <a class="button" href={linkTo(`course/${chapter.name}`)}>
          {texts.reset}
        </a>
        <button type="button" onClick={copy}>
          {texts.copy}
        </button>
        <span role="status" class="note">
          {said.value}
        </span>
      </p>
    </aside>
  );
}
