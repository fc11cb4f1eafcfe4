import {
  type ComparisonResult,
  readComparison,
  runComparison,
  verdictSentences,
} from "../../comparison/index.ts";
import { formatJson } from "../../data/json-numbers.ts";
import type { ReportLanguage } from "../../report/index.ts";
import type { Ranks } from "../../training/ranks.ts";
import type { Given } from "../flags/given.ts";
import type { compareFlags } from "../flags/model-flags.ts";
import { settingsTree } from "../flags/settings-tree.ts";
import { compareSettings, settingsOf } from "../flags/training-flags.ts";
import { stopAtInterrupt } from "../interrupt.ts";
import { createComparisonProgress } from "../progress/comparison-progress.ts";
import { ranksNotice } from "../runtime-on-ranks.ts";
import { formatTable, grouped } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

type CompareFlags = Given<typeof compareFlags>;

/** `henkan compare`: trains each arm, scores it by source length, and says what the data show. */
export async function compare(
  { quiet = false, json = false, beam, language = "en", ...flags }: CompareFlags,
  terminal: Terminal,
  ranks?: Ranks,
): Promise<number> {
  const definition = await readComparison(flags.preset, settingsTree(settingsOf(compareSettings, flags)));
  const say = (line: string) => {
    if (!quiet) terminal.stderr.write(`${line}\n`);
  };
  const progress = createComparisonProgress({ stream: terminal.stderr, quiet });
  const { signal, forget } = stopAtInterrupt(terminal, () => "this update", say);
  if (ranks) say(ranksNotice(ranks, "compare"));
  try {
    const { result, report, resultFile } = await runComparison(definition, {
      language,
      signal,
      ranks,
      onNotice: say,
      onEvent: progress,
      ...(beam === undefined ? {} : { beam }),
    });
    progress.close();
    const text = json
      ? `${formatJson(result)}\n`
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
