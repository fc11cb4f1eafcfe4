import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { Setting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";
import { Words } from "../words.tsx";

interface OptionsProps<T extends string> {
  readonly setting: Setting<T>;
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
}

/** One of a few, by radio buttons. */
export function Options<T extends string>({ setting, label, options }: OptionsProps<T>): VNode {
  const name = useId();
  const now = settingNow(setting);
  return (
    <fieldset class="control options-control" data-setting={setting.name}>
      <legend>{label}</legend>
      {options.map(({ value, label: words }) => (
        <label key={value} class={value === now ? "chosen" : undefined}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === now}
            onChange={() => change(setting, value)}
          />
          <Words text={words} />
        </label>
      ))}
    </fieldset>
  );
}
