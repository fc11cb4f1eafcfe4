import { ConfigError } from "../../errors.ts";

/** A configuration key and its value as given: ["encoder", "size"] and "512". */
export interface SettingFlag {
  readonly path: readonly string[];
  readonly value: string;
}

/**
 * Takes the flags that name configuration keys, `--section.key VALUE` or `--section.key=VALUE`, out of a command line
 * that begins with one of `commands`.
 * @throws {ConfigError} where a value is missing
 */
export function takeSettings(
  args: readonly string[],
  commands: readonly string[],
): { rest: string[]; settings: SettingFlag[] } {
  const rest: string[] = [];
  const settings: SettingFlag[] = [];
  if (!commands.includes(args[0] ?? "")) return { rest: [...args], settings };
  for (let i = 0; i < args.length; i++) {
    const [, name, attached] = /^--([a-z]\w*(?:\.\w+)+)(?:=(.*))?$/is.exec(args[i]!) ?? [];
    if (name === undefined) {
      rest.push(args[i]!);
      continue;
    }
    const value = attached ?? args[++i];
    if (value === undefined || (attached === undefined && value.startsWith("--"))) {
      throw new ConfigError(`--${name}: the value is missing: expected --${name} VALUE`);
    }
    settings.push({ path: name.split("."), value });
  }
  return { rest, settings };
}
