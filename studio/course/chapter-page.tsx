import type { ComponentType, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isHidden, linkTo } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { Blocks } from "./blocks.tsx";
import type { ChapterText } from "./chapter.ts";
import { type Chapter, chapters } from "./chapters.ts";
import { isKept } from "./progress.ts";
import { Prose } from "./prose.tsx";
import { QuestionCard } from "./question-card.tsx";
import { courseTexts } from "./texts.ts";
import { WidgetPlace } from "./widget-place.tsx";

interface PageProps {
  readonly chapter: Chapter;
  readonly text: ChapterText;
  readonly Widget: ComponentType;
}

/** A chapter: its text beside its widget, then its questions. */
export function ChapterPage({ chapter, text, Widget }: PageProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const texts = textsIn(courseTexts);
  useLayoutEffect(() => {
    // Who comes from another chapter begins at the top of this one, before it is painted.
    if (scrollY > 0) heading.current?.focus();
    scrollTo(0, 0);
  }, []);
  return (
    <article class="chapter">
      <header>
        <p class="note">{texts.number(chapters.indexOf(chapter) + 1, chapters.length)}</p>
        <h1 ref={heading} tabIndex={-1}>
          <Prose text={textsIn(chapter.title)} />
        </h1>
        <p class="lead">
          <Prose text={text.lead} />
        </p>
      </header>
      {!isHidden("widget") && <WidgetPlace chapter={chapter} Widget={Widget} />}
      <div class="sections">
        {text.sections.map(({ id, title, blocks }) => (
          <section key={id} aria-labelledby={`section-${id}`}>
            <h2 id={`section-${id}`}>
              <Prose text={title} />
            </h2>
            <Blocks blocks={blocks} />
          </section>
        ))}
        {!isHidden("questions") && (
          <section aria-labelledby="questions-title">
            <h2 id="questions-title">{texts.questions}</h2>
            {text.questions.map((question, n) => (
              <QuestionCard key={question.id} chapter={chapter.name} question={question} number={n + 1} />
            ))}
            {!isKept.value && <p role="status">{texts.notKept}</p>}
          </section>
        )}
        {!isHidden("chapters") && <Neighbours chapter={chapter} />}
      </div>
    </article>
  );
}

function Neighbours({ chapter }: { readonly chapter: Chapter }): VNode {
  const texts = textsIn(courseTexts);
  const place = chapters.indexOf(chapter);
  const [previous, next] = [chapters[place - 1], chapters[place + 1]];
  return (
    <nav class="neighbours" aria-label={texts.chapters}>
      {previous !== undefined && (
        <a rel="prev" href={linkTo(`course/${previous.name}`)}>
          <span class="note">← {texts.previous}</span>
          <Prose text={textsIn(previous.title)} />
        </a>
      )}
      {next !== undefined && (
        <a rel="next" href={linkTo(`course/${next.name}`)}>
          <span class="note">{texts.next} →</span>
          <Prose text={textsIn(next.title)} />
        </a>
      )}
      <a class="overview" href={linkTo("course")}>
        {texts.overview}
      </a>
    </nav>
  );
}
