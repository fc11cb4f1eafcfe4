import { fileFormatEndings } from "../data/formats/index.ts";
import type { Ranks } from "../training/ranks.ts";
import { dataCleanFlags, dataStatsFlags } from "./flags/data-flags.ts";
import { evaluateFlags } from "./flags/evaluate-flags.ts";
import { type FlagTable, toggle } from "./flags/flag.ts";
import type { Given } from "./flags/given.ts";
import { compareFlags, exportFlags, inspectFlags, scoreFlags, translateFlags } from "./flags/model-flags.ts";
import { serveFlags } from "./flags/serve-flags.ts";
import { studioFlags } from "./flags/studio-flags.ts";
import { prepareFlags, trainFlags } from "./flags/training-flags.ts";
import type { Terminal } from "./terminal.ts";

const quiet = toggle("--quiet", "no progress and no notices");
const debug = toggle("--debug", "errors come with their stack");

/** A command of `henkan`. */
export interface CommandEntry {
  /** Two words for a command in a group: "data stats". */
  readonly name: string;
  readonly description: string;
  /** The positional argument: `<dir>`, `[config]`, `[files...]`; null: none. */
  readonly argument: readonly [usage: string, help: string] | null;
  readonly flags: FlagTable;
  /** Text at the end of its help. */
  readonly more?: string;
  /** Whether it takes keys of the configuration: `--section.key VALUE`. */
  readonly takesSettings: boolean;
  /** Whether it shares its work with the other processes that mpirun or srun has started. */
  readonly runsOnRanks: boolean;
  /** Its code is loaded when it is called: `henkan --help` needs none of it. */
  readonly run: (given: never, values: never, terminal: Terminal, ranks?: Ranks) => Promise<number>;
}

/** @param run receives the argument, undefined if it was left out, or a list for `[files...]` */
function command<Table extends FlagTable, Argument = undefined>(entry: {
  name: string;
  description: string;
  argument?: readonly [usage: string, help: string];
  flags: Table;
  more?: string;
  takesSettings?: boolean;
  runsOnRanks?: boolean;
  run: (argument: Argument, values: Given<Table>, terminal: Terminal, ranks?: Ranks) => Promise<number>;
}): CommandEntry {
  return {
    argument: null,
    takesSettings: false,
    runsOnRanks: false,
    ...entry,
    flags: { ...entry.flags, debug },
    run: entry.run as CommandEntry["run"],
  };
}

const files = `files of pairs: ${fileFormatEndings}; also .gz, .br, .zst`;
const anyKey = "Any key of the configuration can be given as --section.key VALUE";

export const commands: readonly CommandEntry[] = [
  command({
    name: "train",
    description: "Train a model from a file of pairs.",
    argument: ["[config]", "configuration file (YAML); its paths are relative to it"],
    flags: { ...trainFlags, quiet },
    takesSettings: true,
    runsOnRanks: true,
    more: `${anyKey}: --encoder.size 512`,
    run: async (config: string | undefined, flags, terminal, ranks) =>
      (await import("./commands/train.ts")).train(config, flags, terminal, ranks),
  }),
  command({
    name: "prepare",
    description: "Write the tokens of a large file of pairs, for training over them.",
    argument: [
      "[config]",
      "configuration file (YAML) that training is to have; its paths are relative to it",
    ],
    flags: { ...prepareFlags, quiet },
    takesSettings: true,
    more: `${anyKey}: --source.tokenizer bpe. Training that is to read the tokens\nneeds the same keys of source, target, vocabulary and data.`,
    runsOnRanks: true,
    run: async (config: string | undefined, flags, terminal, ranks) =>
      (await import("./commands/prepare.ts")).prepare(config, flags, terminal, ranks),
  }),
  command({
    name: "translate",
    description: "Translate lines from standard input, or a file.",
    argument: ["<dir>", "model folder"],
    flags: { ...translateFlags, quiet },
    runsOnRanks: true,
    run: async (folder: string, flags, terminal, ranks) =>
      (await import("./commands/translate.ts")).translate(folder, flags, terminal, ranks),
  }),
  command({
    name: "evaluate",
    description: "Score a model on pairs, or any system's outputs, by many metrics.",
    argument: ["[dir]", "model folder"],
    flags: { ...evaluateFlags, quiet },
    runsOnRanks: true,
    run: async (folder: string | undefined, flags, terminal, ranks) =>
      (await import("./commands/evaluate.ts")).evaluate(folder, flags, terminal, ranks),
  }),
  command({
    name: "score",
    description: "Score each pair: log P(target | source), to rerank or to filter.",
    argument: ["<dir>", "model folder"],
    flags: { ...scoreFlags, quiet },
    runsOnRanks: true,
    run: async (folder: string, flags, terminal, ranks) =>
      (await import("./commands/score.ts")).score(folder, flags, terminal, ranks),
  }),
  command({
    name: "compare",
    description: "Compare fixed vectors and attention at equal parameters and updates.",
    flags: { ...compareFlags, quiet },
    takesSettings: true,
    more:
      "It goes on where it was stopped, with the arm that was in hand. Any key of the configuration, and of the section " +
      "comparison, can be\ngiven as --section.key VALUE: --comparison.updates 2000",
    runsOnRanks: true,
    run: async (_: undefined, flags, terminal, ranks) =>
      (await import("./commands/compare.ts")).compare(flags, terminal, ranks),
  }),
  command({
    name: "inspect",
    description: "Show what a model is made of, how it was trained and how it scored.",
    argument: ["<dir>", "model folder"],
    flags: inspectFlags,
    run: async (folder: string, flags, terminal) =>
      (await import("./commands/inspect.ts")).inspect(folder, flags, terminal),
  }),
  command({
    name: "export",
    description: "Put a model into a form to ship: a web page, an npm package, or ONNX.",
    argument: ["<dir>", "model folder"],
    flags: { ...exportFlags, quiet },
    run: async (folder: string, flags, terminal) =>
      (await import("./commands/export.ts")).exportTo(folder, flags, terminal),
  }),
  command({
    name: "studio",
    description: "Serve the studio, where models are trained and looked into in a browser, on this machine.",
    argument: ["[dirs...]", "model folders, or folders of them, that it offers"],
    flags: { ...studioFlags, quiet },
    run: async (folders: readonly string[], flags, terminal) =>
      (await import("./commands/studio.ts")).studio(folders, flags, terminal),
  }),
  command({
    name: "serve",
    description: "Serve models over HTTP, to many clients at the same time.",
    argument: ["[dirs...]", "model folders, each served by its folder's name, or NAME=DIR"],
    flags: { ...serveFlags, quiet },
    run: async (folders: readonly string[], flags, terminal) =>
      (await import("./commands/serve.ts")).serve(folders, flags, terminal),
  }),
  command({
    name: "data stats",
    description: "Show what files of pairs are like: sizes, lengths, characters, duplicates.",
    argument: ["[files...]", files],
    flags: { ...dataStatsFlags, quiet },
    run: async (paths: readonly string[], flags, terminal) =>
      (await import("./commands/data-stats.ts")).dataStats(paths, flags, terminal),
  }),
  command({
    name: "data clean",
    description: "Write files of pairs, of any format, as one .tsv without what is no use.",
    argument: ["[files...]", files],
    flags: { ...dataCleanFlags, quiet },
    run: async (paths: readonly string[], flags, terminal) =>
      (await import("./commands/data-clean.ts")).dataClean(paths, flags, terminal),
  }),
];

/** Descriptions of command groups, by the first word of a two-word command. */
export const groups: Readonly<Record<string, string>> = { data: "Look at files of pairs, and clean them." };
