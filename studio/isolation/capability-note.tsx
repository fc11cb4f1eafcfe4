import type { VNode } from "preact";
import { textsIn } from "../app/language.ts";
import { capability } from "./isolate.ts";
import { capabilityTexts } from "./texts.ts";

/** A line that says why there is but one thread, or why nothing can be computed; nothing where all is well. */
export function CapabilityNote(): VNode | null {
  const found = capability.value;
  const texts = textsIn(capabilityTexts);
  if (found === null || found.kind === "threads") return null;
  if (found.kind === "single") {
    return (
      <p class="note capability" role="status">
        {texts.single[found.because]}
      </p>
    );
  }
  return (
    <div class="problem capability" role="alert">
      <p>{texts.none[found.because]}</p>
    </div>
  );
}
