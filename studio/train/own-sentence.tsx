import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { setParameters } from "../app/address.ts";
import { textsIn } from "../app/language.ts";
import { trainTexts } from "./texts.ts";

/** A sentence of the reader's, to be translated with the others as training goes. */
export function OwnSentence({ sentence }: { readonly sentence: string }): VNode {
  const texts = textsIn(trainTexts);
  const typed = useSignal(sentence);
  return (
    <form
      class="own-sentence"
      onSubmit={(event) => {
        event.preventDefault();
        setParameters({ sentence: typed.value.trim() || undefined });
      }}
    >
      <label for="sentence">{texts.sentence}</label>
      <input
        id="sentence"
        type="text"
        maxLength={300}
        dir="auto"
        autocapitalize="off"
        spellcheck={false}
        value={typed.value}
        onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
      />
      <button type="submit">{texts.show}</button>
    </form>
  );
}
