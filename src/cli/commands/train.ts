import type { Configuration } from "../../configuration/configuration.ts";
import { ConfigError } from "../../errors.ts";
import {
  type CachedTrainingData,
  countPairs,
  readConfiguration,
  type TrainedFolder,
  type TrainingData,
  type TrainingDataset,
  trainFromFiles,
} from "../../jobs/index.ts";
import { duration } from "../../report/index.ts";
import type { StartEvent } from "../../training/events.ts";
import type { Ranks } from "../../training/ranks.ts";
import type { Given } from "../flags/given.ts";
import { settingsTree } from "../flags/settings-tree.ts";
import { settingsOf, trainFlags } from "../flags/training-flags.ts";
import { stopAtInterrupt } from "../interrupt.ts";
import { createPrepareProgress } from "../progress/prepare-progress.ts";
import { createProgress } from "../progress/progress.ts";
import { createSentenceCounter } from "../progress/sentence-counter.ts";
import { ranksNotice } from "../runtime-on-ranks.ts";
import { formatScores } from "../scores.ts";
import { overlapNotices, remarkNotices, skippedNotices } from "../skipped-notices.ts";
import { counted, formatTable, grouped } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

type TrainFlags = Given<typeof trainFlags>;

/**
 * `henkan train`: trains a model folder from a configuration or a file of pairs; on the ranks of a job together, if a
 * launcher has started several.
 */
export async function train(
  config: string | undefined,
  { quiet = false, restart = false, tensorboard = false, ...flags }: TrainFlags,
  terminal: Terminal,
  ranks?: Ranks,
): Promise<number> {
  const configuration = await readConfiguration(config ?? null, settingsTree(settingsOf(trainFlags, flags)));
  refuseNoPairs(configuration);
  const say = (line: string) => {
    if (!quiet) terminal.stderr.write(`${line}\n`);
  };
  const progress = createProgress({ stream: terminal.stderr, quiet });
  const preparing = createPrepareProgress({ stream: terminal.stderr, quiet });
  const testing = createSentenceCounter({ stream: terminal.stderr, quiet });
  let inHand = "these pairs";
  const { signal, forget } = stopAtInterrupt(terminal, () => inHand, say);
  let read = 0;
  const trained = await trainFromFiles(configuration, {
    signal,
    ranks,
    restart,
    tensorboard,
    onNotice: say,
    onPrepare: preparing.onProgress,
    onData: (data, chosen) => {
      preparing.close();
      inHand = "this update";
      read = countPairs(data);
      for (const line of dataNotices(data, chosen)) say(line);
      if (ranks) say(ranksNotice(ranks, "train"));
      say(`the model goes to ${chosen.out}`);
    },
    onEvent: (event) => {
      if (event.event === "start") sayTooLong(read, event, configuration, say);
      progress(event);
      if (event.event === "end" && ranks && event.rankSeconds) say(slowestNotice(event.rankSeconds, ranks));
    },
    onTestProgress: (done, total) => {
      inHand = "these test sentences";
      testing.onProgress(done, total);
    },
  }).finally(() => {
    preparing.close();
    progress.close();
    testing.close();
    forget();
  });
  await print(terminal, outcome(trained));
  if (inHand === "these test sentences" && trained.test === null) {
    say(`the test pairs are not scored: henkan evaluate ${trained.folder} --pairs FILE scores them`);
  }
  return signal.aborted ? 130 : 0;
}

/** Which rank the others had to wait for. */
function slowestNotice(seconds: readonly number[], { communicator: { hosts } }: Ranks): string {
  const most = Math.max(...seconds);
  const rank = seconds.indexOf(most);
  const mean = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
  return `the slowest is rank ${rank} (host ${hosts[rank]}): it computed gradients for ${duration(most)}, ranks on average for ${duration(mean)}`;
}

/** @throws {ConfigError} if no training pairs are named */
export function refuseNoPairs({ data }: Configuration): void {
  if (data.pairs !== undefined) return;
  throw new ConfigError(
    "no pairs to train on: name a file with --pairs FILE.tsv, or as data.pairs in the configuration file",
  );
}

/** Notices about the data that was read. */
export function dataNotices(
  data: TrainingData | Omit<CachedTrainingData, "corpus" | "close">,
  chosen: Configuration,
): string[] {
  const { dev, heldOut, test, skipped, findings } = data;
  const removed = chosen.data.clean.invalid === "remove";
  const sources = findings?.sources ?? [];
  return [
    `read ${counted(countPairs(data) + (heldOut ? dev.length : 0), "pair")}`,
    ...skippedNotices(skipped),
    ...(findings ? remarkNotices(findings.remarks, { removed }) : []),
    ...(sources.length > 1 ? sources.map(sourceNotice) : []),
    heldOut
      ? `held out ${counted(dev.length, "pair")} to choose the best epoch (2 %, at most 2,000); --dev FILE names others`
      : `${counted(dev.length, "dev pair")} to choose the best epoch`,
    ...(test === null ? [] : [counted(test.length, "test pair")]),
    ...overlapNotices("dev", findings?.overlap.dev ?? null),
    ...overlapNotices("test", findings?.overlap.test ?? null),
    `tokens: ${chosen.source.tokenizer} of the source, ${chosen.target.tokenizer} of the target`,
    ...("forgotten" in data ? forgottenNotices(data.forgotten) : []),
  ];
}

/** Notices about the tokens that the tokenizers of a token cache were learnt without. */
function forgottenNotices(forgotten: CachedTrainingData["forgotten"]): string[] {
  return Object.entries(forgotten).flatMap(([side, count]) =>
    count === 0
      ? []
      : [
          `${side}: more distinct tokens than the 2 million that are counted: rare ones, seen ${grouped(count)} times ` +
            "in all, had no part in the vocabulary",
        ],
  );
}

function sourceNotice({ name, pairs, share }: TrainingDataset): string {
  return `${name}: ${counted(pairs, "pair")}, ${(100 * share).toFixed(1)} % of an epoch`;
}

function sayTooLong(
  read: number,
  { pairs }: StartEvent,
  { source, target }: Configuration,
  say: (line: string) => void,
): void {
  if (pairs === read) return;
  say(
    `left out ${counted(read - pairs, "pair")} longer than ${grouped(source.maximumLength)} source or ` +
      `${grouped(target.maximumLength)} target tokens (source.maximumLength, target.maximumLength)`,
  );
}

function outcome({ folder, model, reason, dev, test, report }: TrainedFolder): string {
  if (report === null) return `no epoch was finished: ${folder} keeps its older model\n`;
  const unfinished = dev === null ? ", the weights as they were: no epoch was finished" : "";
  const kept = reason === "interrupted" && dev !== null ? ", the best so far" : "";
  const vocabulary = ({ vocabulary, kind }: typeof model.source) => `${grouped(vocabulary.size)} ${kind}`;
  const facts = [
    ["vocabulary", `${vocabulary(model.source)} → ${vocabulary(model.target)}`],
    ["model", `${folder}${unfinished}${kept}`],
    ["report", report],
  ];
  const scores =
    test === null ? "" : `\ntest scores on ${counted(test.sentences, "sentence")}\n${formatScores(test)}`;
  return `${formatTable(facts, "ll")}${scores}`;
}
