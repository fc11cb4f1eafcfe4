import { parse, parseDocument } from "yaml";
import { refuseNesting } from "../../configuration/nesting.ts";
import type { Settings } from "../../configuration/settings.ts";
import { ConfigError } from "../../errors.ts";
import { isPathKey } from "../../jobs/index.ts";
import type { SettingFlag } from "./setting-flags.ts";

/** What YAML finds odd shows in the values. */
const quiet = { prettyErrors: false, logLevel: "error" } as const;

/** No setting has more, see `refuseNesting`. */
const mostKeys = 20;

/** Flags as part of a configuration; of two flags for the same key, the later one wins. */
export function settingsTree(flags: readonly SettingFlag[]): Settings {
  const tree: Record<string, unknown> = {};
  for (const { path, value } of flags) {
    if (path.length > mostKeys) {
      throw new ConfigError(
        `--${path.slice(0, 3).join(".")}…: ${path.length} keys: expected ${mostKeys} at most`,
      );
    }
    insert(tree, path, parseValue(path, value));
  }
  return tree;
}

function insert(tree: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[key!] = value;
    return;
  }
  const known = Object.hasOwn(tree, key!) ? tree[key!] : undefined;
  const section: Record<string, unknown> = typeof known === "object" ? { ...known } : {};
  tree[key!] = section;
  insert(section, rest, value);
}

/**
 * Reads a value as in a YAML file: a number, a word, or in brackets a list (`[a, b]`) or a section (`{a: 1}`). Text
 * that YAML cannot read stays text. Paths are always text.
 */
function parseValue(path: readonly string[], text: string): unknown {
  if (isPathKey(path)) return text;
  refuseNesting(text.split("\n"), `--${path.join(".")}`);
  const { contents } = parseDocument(text, quiet);
  const isValue =
    contents !== null && ("value" in contents || ("flow" in contents && contents.flow === true));
  if (!isValue) return text;
  try {
    return parse(text, quiet);
  } catch {
    return text;
  }
}
