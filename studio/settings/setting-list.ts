import { isSettings, type Settings } from "../../src/configuration/settings.ts";

/** A key of the configuration, as an editor shows it. */
export interface Setting {
  /** Such as `training.learningRate`. */
  readonly path: string;
  readonly kind: "choice" | "boolean" | "number" | "text";
  /** Of a choice. */
  readonly choices: readonly string[];
  /** undefined: none, or one that depends on something. */
  readonly default: unknown;
  readonly description: string;
}

/** What is for files and for the machine: a page has neither. */
const withoutMeaning = /^(data|out|from|runtime)\b|\.tokenizerFile$|^training\.(checkpoint|microBatches)\b/;

/** All keys of a JSON schema, in its order. */
export function settingsOf(schema: unknown, path = ""): Setting[] {
  const properties = isSettings(schema) && isSettings(schema.properties) ? schema.properties : {};
  return Object.entries(properties).flatMap(([key, part]) => {
    const here = path === "" ? key : `${path}.${key}`;
    if (withoutMeaning.test(here) || !isSettings(part)) return [];
    if (isSettings(part.properties)) return settingsOf(part, here);
    return [settingOf(here, part)];
  });
}

function settingOf(path: string, { type, enum: choices, default: fallback, description }: Settings): Setting {
  const kinds: Readonly<Record<string, Setting["kind"]>> = {
    boolean: "boolean",
    number: "number",
    integer: "number",
  };
  return {
    path,
    kind: Array.isArray(choices) ? "choice" : (kinds[String(type)] ?? "text"),
    choices: Array.isArray(choices) ? choices.map(String) : [],
    default: fallback,
    description: typeof description === "string" ? description : "",
  };
}

/** The values of settings by their paths. */
export function flatten(settings: Settings, path = ""): [path: string, value: unknown][] {
  return Object.entries(settings).flatMap(([key, value]): [string, unknown][] => {
    const here = path === "" ? key : `${path}.${key}`;
    return isSettings(value) ? flatten(value, here) : [[here, value]];
  });
}

export function valueAt(settings: Settings, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((at, key) => (isSettings(at) && Object.hasOwn(at, key) ? at[key] : undefined), settings);
}

/** Settings with one changed; undefined takes it away, and sections that are empty then. */
export function withValue(settings: Settings, path: string, value: unknown): Settings {
  const [key = "", ...rest] = path.split(".");
  const { [key]: before, ...others } = settings;
  const after =
    rest.length === 0 ? value : withValue(isSettings(before) ? before : {}, rest.join("."), value);
  const isGone = after === undefined || (isSettings(after) && Object.keys(after).length === 0);
  if (isGone) return others;
  return Object.hasOwn(settings, key) ? { ...settings, [key]: after } : { ...others, [key]: after };
}

/** What a person typed as a value of the setting: what it cannot be stays text, and the check says so. */
export function readValue(text: string, kind: Setting["kind"] | undefined): unknown {
  const trimmed = text.trim();
  if (kind === "choice") return trimmed;
  if (kind === "boolean") return trimmed === "true" ? true : trimmed === "false" ? false : trimmed;
  if (kind === "number")
    return trimmed !== "" && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
  try {
    return JSON.parse(trimmed);
  } catch {
    return trimmed;
  }
}

export function showValue(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}
