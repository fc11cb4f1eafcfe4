import type { VNode } from "preact";
import { linkTo } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { type Chapter, chapters } from "./chapters.ts";
import { forgetProgress, isKept, progress } from "./progress.ts";
import { Prose } from "./prose.tsx";
import { courseTexts } from "./texts.ts";

/** All chapters, with how far one has come. */
export function ChapterList({ isUnknown }: { readonly isUnknown: boolean }): VNode {
  const texts = textsIn(courseTexts);
  const hasBegun = Object.keys(progress.value).length > 0;
  return (
    <>
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      {isUnknown && <p role="alert">{texts.unknown}</p>}
      <h2 class="unseen">{texts.chapters}</h2>
      <ol class="chapters">
        {chapters.map((chapter) => (
          <ChapterEntry chapter={chapter} key={chapter.name} />
        ))}
      </ol>
      {!isKept.value && <p role="status">{texts.notKept}</p>}
      {hasBegun && (
        <button type="button" onClick={forgetProgress}>
          {texts.forget}
        </button>
      )}
    </>
  );
}

function ChapterEntry({ chapter: { name, title, questions } }: { readonly chapter: Chapter }): VNode {
  const texts = textsIn(courseTexts);
  const right = progress.value[name]?.length ?? 0;
  return (
    <li>
      <a href={linkTo(`course/${name}`)}>
        <Prose text={textsIn(title)} />
      </a>
      <span class={right >= questions ? "note complete" : "note"}>
        {right === 0 ? texts.notBegun : texts.answered(right, questions)}
      </span>
    </li>
  );
}
