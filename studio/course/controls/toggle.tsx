import type { VNode } from "preact";
import { Prose } from "../prose.tsx";
import type { Setting } from "../setting.ts";
import { change, settingNow } from "../setting-in-address.ts";

interface ToggleProps {
  readonly setting: Setting<boolean>;
  readonly label: string;
}

/** On or off. */
export function Toggle({ setting, label }: ToggleProps): VNode {
  return (
    <p class="control">
      <label class="toggle">
        <input
          type="checkbox"
          data-setting={setting.name}
          checked={settingNow(setting)}
          onChange={({ currentTarget }) => change(setting, currentTarget.checked)}
        />
        <span>
          <Prose text={label} />
        </span>
      </label>
    </p>
  );
}
