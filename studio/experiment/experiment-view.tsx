import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";

/** A placeholder, until its owner replaces it. */
export function ExperimentView(): VNode {
  return <h1>{textsIn({ en: "Long sentences", ja: "長い文" })}</h1>;
}
