import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";

/** A placeholder, until its owner replaces it. */
export function CourseView(): VNode {
  return <h1>{textsIn({ en: "Course", ja: "講座" })}</h1>;
}
