import { ConfigError } from "../../errors.ts";
import { type PreparedCorpus, prepareFromFiles, readConfiguration } from "../../jobs/index.ts";
import type { Ranks } from "../../training/ranks.ts";
import type { Given } from "../flags/given.ts";
import { settingsTree } from "../flags/settings-tree.ts";
import { prepareFlags, settingsOf } from "../flags/training-flags.ts";
import { stopAtInterrupt } from "../interrupt.ts";
import { createPrepareProgress } from "../progress/prepare-progress.ts";
import { ranksNotice } from "../runtime-on-ranks.ts";
import { counted, formatTable, grouped } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";
import { dataNotices, refuseNoPairs } from "./train.ts";

/** `henkan prepare`: turns files of pairs into a token cache, which `henkan train --cache` reads. */
export async function prepare(
  config: string | undefined,
  { quiet = false, ...flags }: Given<typeof prepareFlags>,
  terminal: Terminal,
  ranks?: Ranks,
): Promise<number> {
  const configuration = await readConfiguration(
    config ?? null,
    settingsTree(settingsOf(prepareFlags, flags)),
  );
  refuseNoPairs(configuration);
  if (configuration.data.cache === undefined) {
    throw new ConfigError(
      "no folder for the tokens: name one with --out DIR, or as data.cache in the configuration file",
    );
  }
  const say = (line: string) => {
    if (!quiet) terminal.stderr.write(`${line}\n`);
  };
  const progress = createPrepareProgress({ stream: terminal.stderr, quiet });
  const { signal, forget } = stopAtInterrupt(terminal, () => "these pairs", say);
  if (ranks) say(ranksNotice(ranks, "prepare"));
  const prepared = await prepareFromFiles(configuration, {
    signal,
    ranks,
    onNotice: say,
    onProgress: progress.onProgress,
  }).finally(() => {
    progress.close();
    forget();
  });
  for (const line of dataNotices(prepared.data, prepared.configuration)) say(line);
  await print(terminal, outcome(prepared));
  return 0;
}

function outcome({ data, bytes, tooLong, vocabulary, configuration }: PreparedCorpus): string {
  const { source, target } = configuration;
  const left =
    tooLong === 0
      ? ""
      : `, without ${counted(tooLong, "pair")} longer than ${grouped(source.maximumLength)} source or ` +
        `${grouped(target.maximumLength)} target tokens`;
  return formatTable(
    [
      ["vocabulary", `${sized(vocabulary.source, source)} → ${sized(vocabulary.target, target)}`],
      [
        "tokens",
        `${data.cache}, ${(bytes / 1e6).toFixed(1)} MB: ${counted(data.pairs - tooLong, "pair")}${left}`,
      ],
    ],
    "ll",
  );
}

function sized(entries: number, { tokenizer }: { tokenizer: string }): string {
  return `${grouped(entries)} ${tokenizer}`;
}
