import type { Configuration } from "../../configuration/configuration.ts";
import type { GivenTokenizers } from "../../training/tokenizers.ts";
import { datasetsOf, trainingFiles } from "../training-data.ts";

/** Settings that decide what a cache holds, by their keys in the configuration, with the values as JSON. */
export type CacheSettings = Readonly<Record<string, string>>;

/**
 * What of a configuration decides how pairs are read and become ids. A cache that was made with the same settings, of the
 * same files, is what would be made again.
 */
export function cacheSettings(configuration: Configuration, given: GivenTokenizers): CacheSettings {
  const { data, vocabulary, training } = configuration;
  const side = (name: "source" | "target") => {
    const { regularization: _, tokenizerFile, ...text } = configuration[name];
    return { ...text, ...(tokenizerFile !== undefined && { tokenizerFile: given[name]?.toJSON() }) };
  };
  const datasets = datasetsOf(trainingFiles(configuration), data).map(({ format, columns, header, tag }) => ({
    format,
    columns,
    header,
    tag,
  }));
  const held = data.dev === undefined ? { "training.seed": training.seed } : { "data.dev": true };
  return {
    ...flat("data.pairs", datasets),
    ...flat("data.clean", data.clean),
    ...flat("source", side("source")),
    ...flat("target", side("target")),
    ...flat("", { vocabulary, ...held }),
  };
}

/** What differs between two, in words; null where nothing does. */
export function differenceOf(before: CacheSettings, now: CacheSettings): string | null {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  const key = keys.find((one) => before[one] !== now[one]);
  if (key === undefined) return null;
  return `${key} was ${shown(before[key])} and is ${shown(now[key])}`;
}

function shown(value: string | undefined): string {
  if (value === undefined) return "not set";
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}

/** Values by their paths; those that are undefined are left out. */
function flat(path: string, value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) {
    return value === undefined ? {} : { [path]: JSON.stringify(value) };
  }
  if (path.endsWith("tokenizerFile")) return { [path]: JSON.stringify(value) };
  const entries = Object.entries(value).map(([key, inner]) =>
    flat(path === "" ? key : `${path}.${key}`, inner),
  );
  return Object.assign({}, ...entries);
}
