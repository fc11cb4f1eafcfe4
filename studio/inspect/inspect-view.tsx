import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";

/** A placeholder, until its owner replaces it. */
export function InspectView(): VNode {
  return <h1>{textsIn({ en: "Look inside", ja: "中を見る" })}</h1>;
}
