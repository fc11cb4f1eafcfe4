import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { address } from "../app/address.ts";
import { ChapterList } from "./chapter-list.tsx";
import { ChapterPlace } from "./chapter-place.tsx";
import { chapters } from "./chapters.ts";
import { fencesGrow } from "./fences.ts";

/** The course: the list of its chapters, or the one that the address names, `#/course/attention`. */
export function CourseView(): VNode {
  const { part } = address.value;
  const chapter = chapters.find(({ name }) => name === part);
  const view = useRef<HTMLDivElement>(null);
  const [areRigid, setRigid] = useState(false);
  useLayoutEffect(() => setRigid(!fencesGrow(view.current!)), []);
  return (
    <div class={areRigid ? "course rigid-fences" : "course"} ref={view}>
      {chapter === undefined ? (
        <ChapterList isUnknown={part !== ""} />
      ) : (
        <ChapterPlace chapter={chapter} key={chapter.name} />
      )}
    </div>
  );
}
