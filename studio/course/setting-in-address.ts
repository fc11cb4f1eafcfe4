import { parameter, setParameters } from "../app/address.ts";
import { type Setting, settingIn } from "./setting.ts";

/** A setting's value now; a component that reads it is drawn again when it changes. */
export function settingNow<T>(setting: Setting<T>): T {
  return settingIn(setting, parameter(setting.name));
}

/** Changes settings; what is as in the beginning does not stand in the address. */
export function change<T>(setting: Setting<T>, value: T): void {
  const written = setting.write(value);
  setParameters({ [setting.name]: written === setting.write(setting.initial) ? undefined : written });
}
