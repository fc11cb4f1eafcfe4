import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { Setting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";

interface TextLineProps {
  readonly setting: Setting<string>;
  readonly label: string;
  readonly longest: number;
  /** The language of what is typed. */
  readonly lang?: string;
}

/** A line of text. */
export function TextLine({ setting, label, longest, lang }: TextLineProps): VNode {
  const id = useId();
  return (
    <p class="control text-line">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        lang={lang}
        data-setting={setting.name}
        maxLength={longest}
        spellcheck={false}
        autocomplete="off"
        value={settingNow(setting)}
        onInput={({ currentTarget }) => change(setting, currentTarget.value)}
      />
    </p>
  );
}
