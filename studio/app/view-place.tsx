import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { messageOf } from "../../src/errors.ts";
import { textsIn } from "./language.ts";
import { shellTexts } from "./texts.ts";
import type { View } from "./views.ts";

/** Loads a view and shows it. */
export function ViewPlace({ view }: { readonly view: View }): VNode {
  const tries = useSignal(0);
  const loaded = useSignal<{ readonly Component: ComponentType } | { readonly failure: string } | null>(null);
  useSignalEffect(() => {
    let current = tries.value >= 0;
    view.load().then(
      (Component) => {
        if (current) loaded.value = { Component };
      },
      (error: unknown) => {
        if (current) loaded.value = { failure: messageOf(error) };
      },
    );
    return () => {
      current = false;
    };
  });
  const texts = textsIn(shellTexts);
  if (loaded.value === null) return <p class="note">{texts.loading}</p>;
  if ("failure" in loaded.value) {
    return (
      <div role="alert">
        <p>{texts.notLoaded(loaded.value.failure)}</p>
        <button type="button" onClick={() => tries.value++}>
          {texts.again}
        </button>
      </div>
    );
  }
  const { Component } = loaded.value;
  return <Component />;
}
