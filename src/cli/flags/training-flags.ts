import { fileFormatEndings } from "../../data/formats/index.ts";
import { type Flag, type FlagTable, type FlagValues, flag, type Reader, toggle, wholes } from "./flag.ts";
import { readingFlags } from "./reading-flags.ts";
import type { SettingFlag } from "./setting-flags.ts";

/** A flag that is another name for a configuration key, its value checked on the command line. */
function settingOf<Value>(key: string, of: Flag<Value>): Flag<SettingFlag> {
  return flag(of.usage, of.help, checkedSetting(key, of.takes!));
}

/** Reads a short flag that is another name for a configuration key. */
function setting(key: string): Reader<SettingFlag> {
  return { read: (given) => ({ path: key.split("."), value: given }), wrong: null };
}

/** The same for a value that is checked on the command line and set as JSON. */
function checkedSetting(key: string, { read, wrong }: Reader<unknown>): Reader<SettingFlag> {
  return {
    read: (given, flag) => ({ path: key.split("."), value: JSON.stringify(read(given, flag)) }),
    wrong,
  };
}

/** The same where the configuration's own checks refuse `wrong`. */
function settingThatRefuses(key: string, wrong: string): Reader<SettingFlag> {
  return { ...setting(key), wrong };
}

/** Flags for the pairs of a training run. */
const pairFlags = {
  pairs: flag(
    "--pairs <file>",
    `file of pairs: source, tab, target; by its end: ${fileFormatEndings}`,
    setting("data.pairs"),
  ),
  dev: flag(
    "--dev <file>",
    "pairs that choose the best epoch (default: 2 % of the pairs, at most 2,000)",
    setting("data.dev"),
  ),
  test: flag("--test <file>", "pairs that score the trained model", setting("data.test")),
  format: settingOf("data.format", readingFlags.format),
  columns: settingOf("data.columns", readingFlags.columns),
  header: settingOf("data.header", readingFlags.header),
};

const seed = flag(
  "--seed <n>",
  "another seed gives another model",
  settingThatRefuses("training.seed", "-1"),
);
const vocabulary = flag(
  "--vocabulary <kind>",
  "separate, or joint: source and target share their tokens",
  settingThatRefuses("vocabulary", "mixed"),
);

export const trainFlags = {
  ...pairFlags,
  out: flag("--out <dir>", "folder for the model (default: runs/NAME, after the file)", setting("out")),
  from: flag("--from <dir>", "model folder whose weights training starts from", setting("from")),
  cache: flag(
    "--cache <dir>",
    "folder that the pairs' tokens are read from while training, or written to first",
    setting("data.cache"),
  ),
  seed,
  vocabulary,
  tensorboard: toggle("--tensorboard", "also write the curves for TensorBoard, in the model folder"),
  restart: toggle("--restart", "train anew where the folder has a run already, which would go on or stay"),
};

export const prepareFlags = {
  ...pairFlags,
  out: flag(
    "--out <dir>",
    "folder for the tokens (default: data.cache of the configuration)",
    setting("data.cache"),
  ),
  seed: { ...seed, help: "the seed that training is to have: it decides which pairs are held out" },
  vocabulary,
};

export const compareSettings = {
  ...pairFlags,
  out: flag(
    "--out <dir>",
    "folder for models, scores and report (default: runs/compare-NAME)",
    setting("out"),
  ),
  seeds: flag(
    "--seeds <list>",
    "seeds that each arm is trained with, such as 1,2,3 (default: 1)",
    checkedSetting("comparison.seeds", wholes("1,2,3")),
  ),
};

/** The settings that short flags stand for, then those written in full, which win. */
export function settingsOf<Table extends FlagTable>(
  table: Table,
  flags: FlagValues<Table> & { readonly settings?: readonly SettingFlag[] },
): SettingFlag[] {
  const values = flags as Readonly<Record<string, SettingFlag | undefined>>;
  return [...Object.keys(table).flatMap((key) => values[key] ?? []), ...(flags.settings ?? [])];
}
