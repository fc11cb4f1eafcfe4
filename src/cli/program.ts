import { Command, CommanderError, Option } from "commander";
import { launchOf } from "../distributed/launcher.ts";
import { ConfigError } from "../errors.ts";
import { henkanVersion } from "../version.ts";
import { type CommandEntry, commands, groups } from "./command-table.ts";
import { explainFailure } from "./failure.ts";
import { type Flag, type FlagTable, nameOf } from "./flags/flag.ts";
import { takeSettings } from "./flags/setting-flags.ts";
import { onRanks } from "./on-ranks.ts";
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
    if (error instanceof Error && isClosedPipe(error.cause)) return 0;
    if (isInterruption(error)) return 130;
    return explainFailure(error, { terminal, debug: args.includes("--debug") });
  }
}

/** Whether Ctrl-C aborted the work through its signal. */
function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

async function parseAndRun(args: readonly string[], terminal: Terminal): Promise<number> {
  const withSettings = commands.filter(({ takesSettings }) => takesSettings).map(({ name }) => name);
  const { rest, settings } = takeSettings(args, withSettings);
  let exitCode: Promise<number> | number = 0;
  let help = "";
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
  const parents = new Map(
    Object.entries(groups).map(([name, description]) => [
      name,
      program.command(name).description(description),
    ]),
  );
  for (const entry of commands) {
    const [group, word] = entry.name.includes(" ") ? entry.name.split(" ") : [undefined, entry.name];
    const parent = group === undefined ? program : parents.get(group)!;
    declare(parent.command(word!), entry, (argument, flags) => {
      const values = { ...flags, settings } as never;
      if (entry.runsOnRanks) {
        exitCode = onRanks((ranks) => entry.run(argument as never, values, terminal, ranks), terminal);
      } else {
        refuseRanks(entry.name);
        exitCode = entry.run(argument as never, values, terminal);
      }
    });
  }
  try {
    program.parse(rest, { from: "user" });
  } catch (error) {
    // Commander has written its message, or the help or version that was asked for.
    if (!(error instanceof CommanderError)) throw error;
    exitCode = error.exitCode === 0 ? 0 : 2;
  }
  if (help !== "") await print(terminal, help);
  return exitCode;
}

/**
 * Processes that know nothing of each other would each do all of the work, and write over each other's files.
 * @throws {ConfigError} if a launcher has started this process as one of several
 */
function refuseRanks(command: string): void {
  const launch = launchOf(process.env);
  if (launch === undefined || (launch.size ?? (launch.rank ?? 0) + 1) === 1) return;
  const shared = commands
    .filter(({ runsOnRanks }) => runsOnRanks)
    .map(({ name }) => name)
    .join(", ");
  throw new ConfigError(
    `henkan ${command}: ${launch.launcher} has started it as one of several processes (${launch.said}), and it does not share ` +
      `its work among them, as ${shared} do: start it without the launcher, or set HENKAN_MPI=off`,
  );
}

/** Declares a command of the table to commander. */
function declare(
  command: Command,
  { description, argument, flags, more }: CommandEntry,
  call: (argument: unknown, values: object) => void,
): void {
  command.description(description);
  if (argument !== null) command.argument(...argument);
  for (const flag of Object.values(flags)) command.addOption(optionOf(flag));
  if (more !== undefined) command.addHelpText("after", `\n${more}`);
  command.action((...given: unknown[]) => {
    const texts = given.at(-2) as Readonly<Record<string, GivenText>>;
    call(argument === null ? undefined : given[0], readFlags(flags, texts));
  });
}

function optionOf(flag: Flag<unknown>): Option {
  const option = new Option(flag.usage, flag.help);
  option.negate = false; // `--no-repeat-ngram N` does not negate `--repeat-ngram`
  if (flag.repeats) option.argParser((text, before: string[] = []) => [...before, text]);
  return option.makeOptionMandatory(flag.required);
}

/** Commander's value of a flag: its text, or texts; true for a flag without a value. */
type GivenText = string | readonly string[] | true | undefined;

/** The values of the flags that were given, by what they set. */
function readFlags(flags: FlagTable, texts: Readonly<Record<string, GivenText>>): object {
  const entries = Object.entries(flags).flatMap(([key, flag]) => {
    const text = texts[optionOf(flag).attributeName()];
    if (text === undefined) return [];
    return [[key, typeof text === "string" ? flag.takes!.read(text, nameOf(flag)) : text] as const];
  });
  return Object.fromEntries(entries);
}
