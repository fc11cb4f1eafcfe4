/** Parts of a configuration by section and key, not checked yet. */
export interface Settings {
  readonly [key: string]: unknown;
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The settings of both; where both have a value, the second one's. */
export function mergeSettings(first: Settings, second: Settings): Settings {
  const merged: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key];
    merged[key] = isSettings(before) && isSettings(value) ? mergeSettings(before, value) : value;
  }
  return merged;
}
