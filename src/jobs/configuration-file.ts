import { basename, dirname, extname, isAbsolute, join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import {
  type Configuration,
  parseConfiguration,
  withoutIdleInherited,
} from "../configuration/configuration.ts";
import { modelSettings } from "../configuration/model-settings.ts";
import { refuseNesting } from "../configuration/nesting.ts";
import { isSettings, mergeSettings, type Settings } from "../configuration/settings.ts";
import { withoutCompression } from "../data/compression.ts";
import { readLinesFile } from "../data/files.ts";
import { ConfigError } from "../errors.ts";
import { loadConfiguration } from "../model-folder/model-folder.ts";

/** Sections whose values are paths, or hold some. */
const pathSections: readonly string[] = ["data", "out", "from"];
/** What in them holds none. */
const plainKeys: readonly string[] = [
  "clean",
  "columns",
  "format",
  "header",
  "name",
  "tag",
  "temperature",
  "weight",
];

/** Whether what stands at a key of the configuration is a path. */
export function isPathKey(path: readonly string[]): boolean {
  if (path.at(-1) === "tokenizerFile") return true;
  return pathSections.includes(path[0]!) && !path.some((key) => plainKeys.includes(key));
}

/**
 * Reads a configuration: a YAML file, whose paths are relative to it, and settings that go before it, whose paths
 * are relative to the working folder. Where it names a model to start from, that model's own sections fill in what the
 * configuration leaves out of them.
 * @param path null for the settings alone
 * @throws {DataError} where the file cannot be read
 * @throws {ConfigError} where it is not YAML, or a key or value is wrong
 * @throws {CheckpointError} where the model to start from cannot be read
 */
export async function readConfiguration(
  path: string | null,
  settings: Settings = {},
): Promise<Configuration> {
  const fromFile = path === null ? {} : await readSettings(path);
  const { out = defaultFolder(path, fromFile, settings), ...own } = mergeSettings(fromFile, settings);
  const changed = Object.keys(settings).length > 0;
  const name = path === null ? "command line" : changed ? `${path}, with the command line's changes` : path;
  const { from } = own;
  const merged =
    typeof from === "string"
      ? withoutIdleInherited(mergeSettings(modelSettings(await loadConfiguration(from)), own), own)
      : own;
  const origin = typeof from === "string" ? `${name}, with what it leaves out as in ${from}` : name;
  return parseConfiguration(out === undefined ? merged : { ...merged, out }, origin);
}

/**
 * Reads a YAML file of settings and makes its paths relative to the working folder.
 * @throws {DataError} where the file cannot be read
 * @throws {ConfigError} where it is not YAML, or not of sections
 */
export async function readSettings(path: string): Promise<Settings> {
  const lines = await readLinesFile(path);
  refuseNesting(lines, path);
  const lineCounter = new LineCounter();
  const document = parseDocument(lines.join("\n"), {
    lineCounter,
    prettyErrors: false,
    logLevel: "error", // what is odd shows in the values
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new ConfigError(`${path}:${line}:${col}: not YAML: ${error.message}`);
  }
  const settings: unknown = toPlain(document, path) ?? {};
  if (!isSettings(settings)) {
    throw new ConfigError(`${path}: expected sections such as "training:", each with keys and values`);
  }
  return resolvePaths(settings, dirname(path));
}

/** A document may still hold what no value stands for, such as an alias without its anchor. */
function toPlain(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new ConfigError(`${path}: not YAML: ${(cause as Error).message}`, { cause });
  }
}

function resolvePaths(settings: Settings, folder: string): Settings {
  const resolve = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((one) => resolve(one, path));
    if (isSettings(value)) return mapValues(value, (inner, key) => resolve(inner, [...path, key]));
    if (!isPathKey(path)) return value;
    return typeof value === "string" && !isAbsolute(value) ? join(folder, value) : value;
  };
  return mapValues(settings, (value, key) => resolve(value, [key]));
}

/** `runs/NAME`, after the configuration file, or else the file of pairs. */
function defaultFolder(path: string | null, ...settings: Settings[]): string | undefined {
  const { data } = settings.reduce(mergeSettings, {});
  const pairs = isSettings(data) ? data.pairs : undefined;
  const named = path ?? (isSettings(pairs) ? pairs.source : pairs);
  if (typeof named !== "string") return undefined;
  const plain = withoutCompression(named);
  return join("runs", basename(plain, extname(plain)));
}

function mapValues(settings: Settings, map: (value: unknown, key: string) => unknown): Settings {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, map(value, key)]));
}
