import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { messageOf } from "../../src/errors.ts";
import { language, textsIn } from "../app/language.ts";
import type { ChapterText } from "./chapter.ts";
import { ChapterPage } from "./chapter-page.tsx";
import type { Chapter } from "./chapters.ts";
import { courseTexts } from "./texts.ts";

type Loaded =
  | { readonly text: ChapterText; readonly Widget: ComponentType }
  | { readonly failure: string }
  | null;

/** Loads a chapter's text in the reader's language and its widget, and shows them. */
export function ChapterPlace({ chapter }: { readonly chapter: Chapter }): VNode {
  const loaded = useSignal<Loaded>(null);
  const tries = useSignal(0);
  useSignalEffect(() => {
    let isCurrent = tries.value >= 0;
    const load = async (): Promise<Loaded> => {
      const [{ text }, Widget] = await Promise.all([chapter.text[language.value](), chapter.widget()]);
      return { text, Widget };
    };
    load()
      .catch((error: unknown) => ({ failure: messageOf(error) }))
      .then((result) => {
        if (isCurrent) loaded.value = result;
      });
    return () => {
      isCurrent = false;
    };
  });
  const texts = textsIn(courseTexts);
  if (loaded.value === null) return <p class="note">{texts.loading}</p>;
  if ("failure" in loaded.value) {
    return (
      <div role="alert">
        <p>{texts.failed(loaded.value.failure)}</p>
        <button type="button" onClick={() => tries.value++}>
          {texts.again}
        </button>
      </div>
    );
  }
  return <ChapterPage chapter={chapter} {...loaded.value} />;
}
