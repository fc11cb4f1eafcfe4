import { effect } from "@preact/signals";
import type { VNode } from "preact";
import { CapabilityNote } from "../isolation/capability-note.tsx";
import { address, isHidden } from "./address.ts";
import { language, textsIn } from "./language.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { Navigation } from "./navigation.tsx";
import { Problems } from "./problems.tsx";
import { shellTexts } from "./texts.ts";
import { ViewPlace } from "./view-place.tsx";
import { views } from "./views.ts";

effect(() => {
  document.documentElement.lang = language.value;
});

/** The frame around all views. */
export function Shell(): VNode {
  const view = views.find(({ name }) => name === address.value.view) ?? views[0]!;
  const texts = textsIn(shellTexts);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        {texts.skip}
      </button>
      {!isHidden("navigation") && (
        <header class="top">
          <Navigation view={view} />
          <LanguageSwitch />
        </header>
      )}
      <main id="main" tabIndex={-1} class={`view view-${view.name}`}>
        <Problems />
        <CapabilityNote />
        <ViewPlace view={view} key={view.name} />
      </main>
      <footer class="bottom">
        <p>{texts.privacy}</p>
        <p>
          henkan · <a href="licenses.txt">{texts.licences}</a>
        </p>
      </footer>
    </>
  );
}
