import { Command, CommanderError } from "commander";
import { henkanVersion } from "../version.ts";
import type { CompareFlags } from "./commands/compare.ts";
import type { DataCleanFlags } from "./commands/data-clean.ts";
import type { DataStatsFlags } from "./commands/data-stats.ts";
import type { EvaluateFlags } from "./commands/evaluate.ts";
import type { ExportFlags } from "./commands/export.ts";
import type { InspectFlags } from "./commands/inspect.ts";
import type { ScoreFlags } from "./commands/score.ts";
import type { TrainFlags } from "./commands/train.ts";
import type { TranslateFlags } from "./commands/translate.ts";
import { explainFailure } from "./failure.ts";
import { addSearchFlags } from "./flags/search-flags.ts";
import { takeSettings } from "./flags/setting-flags.ts";
import { isClosedPipe, print, type Terminal } from "./terminal.ts";

/**
 * Runs a command line.
 * @param args without the program's name
 * @returns the exit code: 0; 2 for the user's mistakes; 1 for ours; 130 after Ctrl-C
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await parseAndRun(args, terminal);
  } catch (error) {
    // Commander has written its message.
    if (error instanceof CommanderError) return 2;
    if (error instanceof Error && isClosedPipe(error.cause)) return 0;
    if (isInterruption(error)) return 130;
    return explainFailure(error, { terminal, debug: args.includes("--debug") });
  }
}

/** Ctrl-C ended the work by its signal. */
function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** Each command's code is loaded when it is called: `henkan --help` needs none of it. */
async function parseAndRun(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: Promise<number> | number = 0;
  let help = "";
  const { rest, settings } = takeSettings(args);
  const program = new Command("henkan")
    .description("Train and run sequence-to-sequence models.")
    .version(henkanVersion)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        help += text;
      },
      writeErr: (text) => terminal.stderr.write(text),
    });

  command(program, "train", "Train a model from a file of pairs.")
    .argument("[config]", "configuration file (YAML); its paths are relative to it")
    .option("--pairs <file>", "file of pairs: source, tab, target; or .jsonl, .csv, .tmx, .xliff, .po")
    .option("--out <dir>", "folder for the model (default: runs/NAME, after the file)")
    .option("--from <dir>", "model folder whose weights training starts from")
    .option("--dev <file>", "pairs that choose the best epoch (default: 2 % of the pairs, at most 2,000)")
    .option("--test <file>", "pairs that score the trained model")
    .option(...columnsOption)
    .option(
      "--cache <dir>",
      "folder that the pairs' tokens are read from while training, or written to first",
    )
    .option("--seed <n>", "another seed gives another model")
    .option("--vocabulary <kind>", "separate, or joint: source and target share their tokens")
    .addHelpText(
      "after",
      "\nAny key of the configuration can be given as --section.key VALUE: --encoder.size 512",
    )
    .action((config: string | undefined, flags: TrainFlags) => {
      exitCode = import("./commands/train.ts").then(({ train }) =>
        train(config, { ...flags, settings }, terminal),
      );
    });
  command(program, "prepare", "Write the tokens of a large file of pairs, for training over them.")
    .argument("[config]", "configuration file (YAML) that training is to have; its paths are relative to it")
    .option("--pairs <file>", "file of pairs: source, tab, target; or another format, see train")
    .option("--out <dir>", "folder for the tokens (default: data.cache of the configuration)")
    .option("--dev <file>", "pairs that choose the best epoch (default: 2 % of the pairs, at most 2,000)")
    .option("--test <file>", "pairs that score the trained model")
    .option(...columnsOption)
    .option("--seed <n>", "the seed that training is to have: it decides which pairs are held out")
    .option("--vocabulary <kind>", "separate, or joint: source and target share their tokens")
    .addHelpText(
      "after",
      "\nAny key of the configuration can be given as --section.key VALUE: --source.tokenizer bpe. Training that is to " +
        "read the tokens\nneeds the same keys of source, target, vocabulary and data.",
    )
    .action((config: string | undefined, flags: TrainFlags) => {
      exitCode = import("./commands/prepare.ts").then(({ prepare }) =>
        prepare(config, { ...flags, settings }, terminal),
      );
    });
  addSearchFlags(
    command(program, "translate", "Translate lines from standard input, or a file.")
      .argument("<dir>", "model folder")
      .option("--input <file>", "file of lines, in place of standard input")
      .option("--requests", 'lines are JSON: {"source", "prefix", "include", "exclude"}')
      .option("--format <name>", "text, or jsonl: with hypotheses, scores, tokens and attention", "text")
      .option("--ensemble <dirs...>", "more model folders, whose probabilities are averaged with the first's")
      .option(
        "--rerank <dirs...>",
        "model folders that choose among the beam: by the mean log P of all models; they may write by other tokens, or " +
          "from the end",
      )
      .option("--shortlist <file>", "file of tokens, one a line: no other is written"),
  ).action((folder: string, flags: TranslateFlags) => {
    exitCode = import("./commands/translate.ts").then(({ translate }) => translate(folder, flags, terminal));
  });
  addSearchFlags(
    command(program, "evaluate", "Score a model on pairs, or any system's outputs, by many metrics.")
      .argument("[dir]", "model folder")
      .option("--pairs <file>", "file of pairs; lines with the same source are several references")
      .option(...columnsOption)
      .option("--hypotheses <file>", "outputs of any system, one a line, in place of a model")
      .option(
        "--references <files...>",
        "right answers to --hypotheses, one a line; several files are several answers",
      )
      .option("--sources <file>", "what was read for --hypotheses, one a line")
      .option(
        "--compare <systems...>",
        "two files of outputs or model folders: which is better, and how sure is it?",
      )
      .option(
        "--metric <names>",
        "with commas between: bleu, chrf, chrf++, ter, wer, cer, exact_match, token_error_rate …",
      )
      .option("--tokenize <name>", "for bleu: 13a, intl, char, zh, or none")
      .option("--smooth <name>", "for bleu: exp, floor, add-k, or none")
      .option("--lowercase", "for bleu, chrf, ter and cer: case does not count")
      .option("--by-length [bounds]", "scores by source length: 5,10,15 … tokens, or other bounds")
      .option("--worst <n>", "show the n sentences that score worst")
      .option(
        "--attention [gold]",
        "how sharp and how monotone attention is, and its error against gold links i-j",
      )
      .option("--bootstrap <n>", "resamples for intervals; 0 for none (default: 1000)")
      .option("--html <file>", "write a report, with scores by length and the worst sentences")
      .option("--language <name>", "of the report: en or ja (default: en)")
      .option("--json", "print one JSON object"),
  ).action((folder: string | undefined, flags: EvaluateFlags) => {
    exitCode = import("./commands/evaluate.ts").then(({ evaluate }) => evaluate(folder, flags, terminal));
  });
  command(program, "score", "Score each pair: log P(target | source), to rerank or to filter.")
    .argument("<dir>", "model folder")
    .option("--pairs <file>", "file of pairs; - for standard input", "-")
    .option(...columnsOption)
    .option(
      "--format <name>",
      "tsv: log P, log P per token, source, target; or jsonl: with each token",
      "tsv",
    )
    .option("--alignment", "add the links i-j between source and target tokens")
    .action((folder: string, flags: ScoreFlags) => {
      exitCode = import("./commands/score.ts").then(({ score }) => score(folder, flags, terminal));
    });
  command(program, "compare", "Compare fixed vectors and attention at equal parameters and updates.")
    .requiredOption(
      "--preset <name>",
      "reverse, copy or sort: tasks that are drawn; enja: your pairs; or a file such as compare.yaml",
    )
    .option("--out <dir>", "folder for models, scores and report (default: runs/compare-NAME)")
    .option("--seeds <list>", "seeds that each arm is trained with, such as 1,2,3 (default: 1)")
    .option("--pairs <file>", "pairs to train on, where the preset draws none")
    .option("--dev <file>", "pairs that choose the best epoch (default: 2 % of the pairs, at most 2,000)")
    .option("--test <file>", "pairs that are scored")
    .option(...columnsOption)
    .option("--beam <k>", "hypotheses kept side by side on test; 1 is greedy search (default: 1)")
    .option("--language <name>", "of the report: en or ja (default: en)")
    .option("--json", "print what compare.json holds")
    .addHelpText(
      "after",
      "\nIt goes on where it was stopped, with the arm that was in hand. Any key of the configuration, and of the " +
        "section comparison, can be\ngiven as --section.key VALUE: --comparison.updates 2000",
    )
    .action((flags: CompareFlags) => {
      exitCode = import("./commands/compare.ts").then(({ compare }) =>
        compare({ ...flags, settings }, terminal),
      );
    });
  command(program, "inspect", "Show what a model is made of, how it was trained and how it scored.")
    .argument("<dir>", "model folder")
    .option("--json", "print one JSON object")
    .action((folder: string, flags: InspectFlags) => {
      exitCode = import("./commands/inspect.ts").then(({ inspect }) => inspect(folder, flags, terminal));
    });
  command(program, "export", "Put a model into a form to ship: a web page, an npm package, or ONNX.")
    .argument("<dir>", "model folder")
    .requiredOption(
      "--to <kind>",
      "web: a static page; package: an npm package for Node and browsers; onnx: models for any ONNX runtime",
    )
    .requiredOption("--out <folder>", "folder to write; an earlier export there is replaced")
    .option("--name <name>", "what it is called (default: the model folder's name)")
    .option(
      "--beam <k>",
      "for onnx: hypotheses that its search keeps side by side; 1 is greedy search (default: 5)",
    )
    .option(
      "--n-best <n>",
      "for onnx: outputs that it gives for each sentence, at most the beam (default: 1)",
    )
    .option("--length-penalty <a>", 'for onnx: α of Wu 2016, or "average" for the mean log P (default: 1)')
    .option("--int8", "for onnx: weights in a quarter of the bytes, and faster")
    .option("--dev <file>", "for onnx: pairs to try it on, and to score int8 with beside float32")
    .action((folder: string, flags: ExportFlags) => {
      exitCode = import("./commands/export.ts").then(({ exportTo }) => exportTo(folder, flags, terminal));
    });
  const data = program.command("data").description("Look at files of pairs, and clean them.");
  dataCommand(data, "stats", "Show what files of pairs are like: sizes, lengths, characters, duplicates.")
    .option("--against <files...>", "other files of pairs: how many of theirs are here too?")
    .option("--html <file>", "write a report with a picture of the lengths")
    .option("--language <name>", "of the report: en or ja (default: en)")
    .option("--json", "print one JSON object")
    .action((files: string[], flags: DataStatsFlags) => {
      exitCode = import("./commands/data-stats.ts").then(({ dataStats }) =>
        dataStats(files, flags, terminal),
      );
    });
  dataCommand(data, "clean", "Write files of pairs, of any format, as one .tsv without what is no use.")
    .requiredOption("--out <file>", "file to write")
    .option("--html <what>", "text: tags go and entities become characters; or keep", "text")
    .option(
      "--invalid <what>",
      "characters that no text has on purpose: remove, drop the pair, or keep",
      "remove",
    )
    .option("--duplicates <what>", "pairs that were there already: drop or keep", "drop")
    .option("--identical <what>", "pairs whose source and target are the same: keep or drop", "keep")
    .option("--min-characters <n>", "the least characters of each side")
    .option("--max-characters <n>", "the most characters of each side")
    .option("--max-ratio <x>", "the most characters of the longer side for each of the shorter one")
    .option("--against <files...>", "dev and test pairs: pairs with a source of theirs are dropped")
    .action((files: string[], flags: DataCleanFlags) => {
      exitCode = import("./commands/data-clean.ts").then(({ dataClean }) =>
        dataClean(files, flags, terminal),
      );
    });
  try {
    program.parse(rest, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
    await print(terminal, help);
  }
  return exitCode;
}

const columnsOption = [
  "--columns <source,target>",
  "columns, JSON keys or languages: by name, or by number from 1 on",
] as const;

function dataCommand(data: Command, name: string, description: string): Command {
  return command(data, name, description)
    .argument("[files...]", "files of pairs: .tsv, .jsonl, .csv, .tmx, .xliff, .po; also .gz, .br, .zst")
    .option("--source <file>", "file of lines, in place of a file of pairs")
    .option("--target <file>", "file of lines that belong to those of --source")
    .option(...columnsOption);
}

function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--quiet", "no progress and no notices")
    .option("--debug", "errors come with their stack");
}
