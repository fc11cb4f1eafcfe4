import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";

/** A placeholder, until its owner replaces it. */
export function TrainView(): VNode {
  return <h1>{textsIn({ en: "Train", ja: "学習する" })}</h1>;
}
