import type { VNode } from "preact";
import { address } from "../app/address.ts";
import { ChapterList } from "./chapter-list.tsx";
import { ChapterPlace } from "./chapter-place.tsx";
import { chapters } from "./chapters.ts";

/** The course: the list of its chapters, or the one that the address names, `#/course/attention`. */
export function CourseView(): VNode {
  const { part } = address.value;
  const chapter = chapters.find(({ name }) => name === part);
  return (
    <div class="course">
      {chapter === undefined ? (
        <ChapterList isUnknown={part !== ""} />
      ) : (
        <ChapterPlace chapter={chapter} key={chapter.name} />
      )}
    </div>
  );
}
