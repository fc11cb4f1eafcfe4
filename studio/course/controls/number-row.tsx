import type { VNode } from "preact";
import type { Setting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";

interface NumberRowProps {
  readonly setting: Setting<readonly number[]>;
  /** What the row is called. */
  readonly label: string;
  /** What each number is called. */
  readonly names: readonly string[];
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

/** Several numbers in a row, each typed or moved by the arrow keys. */
export function NumberRow({ setting, label, names, least, most, step }: NumberRowProps): VNode {
  const values = settingNow(setting);
  const write = (place: number, value: number) => {
    if (!Number.isFinite(value)) return;
    const bounded = Math.min(most, Math.max(least, value));
    change(
      setting,
      values.map((before, n) => (n === place ? bounded : before)),
    );
  };
  return (
    <fieldset class="control number-row" data-setting={setting.name}>
      <legend>{label}</legend>
      {names.map((name, place) => (
        <label key={name}>
          <span>{name}</span>
          <input
            type="number"
            min={least}
            max={most}
            step={step}
            value={values[place]}
            onInput={({ currentTarget }) => write(place, currentTarget.valueAsNumber)}
          />
        </label>
      ))}
    </fieldset>
  );
}
