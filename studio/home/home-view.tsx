import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";

/** A placeholder, until its owner replaces it. */
export function HomeView(): VNode {
  return <h1>{textsIn({ en: "Home", ja: "ホーム" })}</h1>;
}
