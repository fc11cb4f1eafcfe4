import { z } from "zod";
import type { ConfigurationProblem } from "../problems.ts";
import { conditionalSettings, describeNeeds, type Need } from "./conditional.ts";

/** Sections with keys and values, by section. */
interface Sections {
  readonly [key: string]: unknown;
}

/** A setting that has an effect only under some values of others, with its path. */
interface ConditionalSetting {
  readonly path: readonly string[];
  readonly default?: unknown;
  readonly off?: unknown;
  readonly when: readonly (readonly Need[])[];
}

/** All conditional settings of a schema, in its order. */
export function conditionalsOf(schema: unknown, path: readonly string[] = []): ConditionalSetting[] {
  const terms = schema instanceof z.ZodType ? conditionalSettings.get(schema) : undefined;
  if (terms !== undefined)
    return [{ path, ...terms, when: terms.when.map((any) => any.map(absolute(path))) }];
  const { def, shape } = schema as { def?: { innerType?: unknown }; shape?: Record<string, unknown> };
  if (def?.innerType !== undefined) return conditionalsOf(def.innerType, path);
  return Object.entries(shape ?? {}).flatMap(([key, inner]) => conditionalsOf(inner, [...path, key]));
}

/** A problem for each setting that was written without effect: the key with its value, the reason, the way out. */
export function settingsWithoutEffect(
  written: Sections,
  all: readonly ConditionalSetting[],
): ConfigurationProblem[] {
  const settings = all.reduce(withDefault, written);
  return all.flatMap((setting) => {
    const value = valueAt(settings, setting.path);
    const unmet = firstUnmet(settings, setting);
    if (value === undefined || unmet === undefined || isSame(value, setting.off)) return [];
    const found = unmet.map(({ key }) => ({ path: key, value: valueAt(settings, key.split(".")) }));
    const shown = found.map((other) => `${other.path} ${JSON.stringify(other.value) ?? "(nothing)"}`);
    const path = setting.path.join(".");
    const text =
      `${path} ${JSON.stringify(value)}: it has no effect with ${shown.join(" and ")}: leave it out; ` +
      `it needs ${describeNeeds(unmet, (key) => key)}`;
    const needed = unmet.map(({ key, expected }) => ({ path: key, expected }));
    return [{ kind: "withoutEffect", text, path, value, found, needed }];
  });
}

/** Settings with the defaults of those that have an effect, and without those that have none. */
export function withEffects<T extends object>(settings: T, all: readonly ConditionalSetting[]): T {
  return all.reduce<Sections>(
    (before, setting) => (firstUnmet(before, setting) === undefined ? before : without(before, setting.path)),
    all.reduce(withDefault, settings as Sections),
  ) as T;
}

/**
 * Settings partly inherited from elsewhere, without the inherited ones that have no effect beside the others.
 * @param own the settings that are not inherited; they stay
 */
export function withoutInherited<T extends object>(
  settings: T,
  own: object,
  all: readonly ConditionalSetting[],
): T {
  return all.reduce<Sections>((before, setting) => {
    const isOwn = valueAt(own as Sections, setting.path) !== undefined;
    return isOwn || firstUnmet(before, setting) === undefined ? before : without(before, setting.path);
  }, settings as Sections) as T;
}

/** Adds the default of a setting that has an effect and is left out. */
function withDefault(settings: Sections, setting: ConditionalSetting): Sections {
  const isLeftOut = valueAt(settings, setting.path) === undefined && setting.default !== undefined;
  const isNeeded = isLeftOut && firstUnmet(settings, setting) === undefined;
  return isNeeded ? withValue(settings, setting.path, setting.default) : settings;
}

function absolute(path: readonly string[]): (need: Need) => Need {
  return ({ key, ...need }) => ({
    ...need,
    key: key.startsWith(".") ? [...path.slice(0, -1), key.slice(1)].join(".") : key,
  });
}

/** The first list of needs of which none is met. */
function firstUnmet(settings: Sections, { when }: ConditionalSetting): readonly Need[] | undefined {
  return when.find((any) => !any.some(({ key, isMet }) => isMet(valueAt(settings, key.split(".")))));
}

function valueAt(settings: Sections, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isSections(at) ? at[key] : undefined), settings);
}

function withValue(settings: Sections, [key, ...rest]: readonly string[], value: unknown): Sections {
  if (rest.length === 0) return { ...settings, [key!]: value };
  const section = settings[key!];
  return { ...settings, [key!]: withValue(isSections(section) ? section : {}, rest, value) };
}

function without(settings: Sections, [key, ...rest]: readonly string[]): Sections {
  const { [key!]: section, ...others } = settings;
  if (rest.length === 0) return others;
  return isSections(section) ? { ...settings, [key!]: without(section, rest) } : settings;
}

function isSame(one: unknown, other: unknown): boolean {
  return other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

function isSections(value: unknown): value is Sections {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
