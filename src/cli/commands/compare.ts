import { ConfigError } from "../../errors.ts";
import { readComparison, runComparison } from "../../jobs/index.ts";
import { oneOf } from "../../metrics/one-of.ts";
import {
  type ComparisonResult,
  type ReportLanguage,
  reportLanguages,
  verdictSentences,
} from "../../report/index.ts";
import { columnsSetting } from "../flags/columns-flag.ts";
import type { SettingFlag } from "../flags/setting-flags.ts";
import { settingsTree } from "../flags/settings-tree.ts";
import { wholeNumber } from "../flags/whole-number.ts";
import { stopAtInterrupt } from "../interrupt.ts";
import { createComparisonProgress } from "../progress/comparison-progress.ts";
import { formatTable, grouped } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

export interface CompareFlags {
  readonly preset: string;
  readonly out?: string;
  readonly seeds?: string;
  readonly pairs?: string;
  readonly dev?: string;
  readonly test?: string;
  readonly columns?: string;
  readonly beam?: string;
  readonly language?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly settings?: readonly SettingFlag[];
}

/** `henkan compare`: trains each arm, scores it by source length, and says what the data show. */
export async function compare(
  { quiet = false, json = false, ...flags }: CompareFlags,
  terminal: Terminal,
): Promise<number> {
  const language = oneOf("--language", flags.language ?? "en", reportLanguages);
  const beam = wholeNumber("--beam", flags.beam);
  if (beam === 0) throw new ConfigError('--beam "0": expected a whole number of at least 1');
  const definition = await readComparison(flags.preset, settingsTree(allFlags(flags)));
  const say = (line: string) => {
    if (!quiet) terminal.stderr.write(`${line}\n`);
  };
  const progress = createComparisonProgress({ stream: terminal.stderr, quiet });
  const { signal, forget } = stopAtInterrupt(terminal, () => "this update", say);
  try {
    const { result, report, resultFile } = await runComparison(definition, {
      language,
      signal,
      onNotice: say,
      onEvent: progress,
      ...(beam === undefined ? {} : { beam }),
    });
    progress.close();
    const text = json
      ? `${JSON.stringify(result)}\n`
      : describe(result, language, [
          ["scores", resultFile],
          ["report", report],
        ]);
    await print(terminal, text);
    return 0;
  } catch (error) {
    progress.close();
    if (signal.aborted) say("stopped: the same command goes on with the arm that was in hand");
    throw error;
  } finally {
    forget();
  }
}

/** Short flags are other names for keys; those written in full come last and win. */
function allFlags({ out, seeds, pairs, dev, test, columns, settings = [] }: CompareFlags): SettingFlag[] {
  const short = [
    { path: ["data", "pairs"], value: pairs },
    { path: ["data", "dev"], value: dev },
    { path: ["data", "test"], value: test },
    { path: ["data", "columns"], value: columnsSetting(columns) },
    { path: ["out"], value: out },
    { path: ["comparison", "seeds"], value: seeds === undefined ? undefined : `[${seedList(seeds)}]` },
  ];
  return [...short.filter((flag) => flag.value !== undefined), ...settings] as SettingFlag[];
}

function seedList(text: string): string {
  if (/^\d+(,\d+)*$/.test(text)) return text;
  throw new ConfigError(`--seeds "${text}": expected whole numbers with commas between them, such as 1,2,3`);
}

/** A row for each arm, what the data show, and where the files are. */
function describe(
  result: ComparisonResult,
  language: ReportLanguage,
  files: readonly (readonly [string, string])[],
): string {
  const { arms, metric } = result;
  const longest = arms[0]?.buckets.at(-1);
  const range =
    longest === undefined
      ? "longest"
      : `${longest.to === null ? `${longest.from} and more` : `${longest.from}–${longest.to}`} tokens (${grouped(longest.sentences)})`;
  const header = ["arm", "parameters", "updates", metric.name, "95 %", range, "95 %"];
  const rows = arms.map((arm) => {
    const last = arm.buckets.at(-1);
    return [
      arm.label[language],
      grouped(arm.parameters),
      grouped(arm.runs[0]!.updates),
      ...scored(arm),
      ...(last === undefined ? [] : scored(last)),
    ];
  });
  const verdict = verdictSentences(result, language).map((line) => `${line}\n`);
  return `${formatTable([header, ...rows], "lrrrlrl")}\n${verdict.join("\n")}\n${formatTable(files, "ll")}`;
}

function scored({ score, interval }: Pick<ComparisonResult["arms"][number], "score" | "interval">): string[] {
  return [
    score.toFixed(1),
    interval === null ? "" : `${interval.low.toFixed(1)}–${interval.high.toFixed(1)}`,
  ];
}
