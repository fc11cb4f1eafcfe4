import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { Setting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";

interface SliderProps {
  readonly setting: Setting<number>;
  readonly label: string;
  readonly least: number;
  readonly most: number;
  /** Default: 1. */
  readonly step?: number;
  /** The value as read beside the slider and aloud (default: the number). */
  readonly shown?: (value: number) => string;
}

/** A number by sliding, or by the arrow keys. */
export function Slider({ setting, label, least, most, step = 1, shown = String }: SliderProps): VNode {
  const id = useId();
  const value = settingNow(setting);
  return (
    <p class="control">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        data-setting={setting.name}
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={shown(value)}
        onInput={({ currentTarget }) => change(setting, currentTarget.valueAsNumber)}
      />
      <output for={id}>{shown(value)}</output>
    </p>
  );
}
