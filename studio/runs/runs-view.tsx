import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";

/** A placeholder, until its owner replaces it. */
export function RunsView(): VNode {
  return <h1>{textsIn({ en: "Runs", ja: "学習の記録" })}</h1>;
}
