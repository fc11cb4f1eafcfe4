import { countLines, refuseNoPairs } from "../../data/files.ts";
import type { PairLine, Skipped } from "../../data/index.ts";
import { formatJson } from "../../data/json-numbers.ts";
import { fileFormatOf, openPairs, readPairBytes } from "../../data/open-pairs.ts";
import { countSkipped } from "../../data/pair.ts";
import { ConfigError } from "../../errors.ts";
import { hardAlignment } from "../../metrics/index.ts";
import { loadModel } from "../../model-folder/model-folder.ts";
import { callsAtOnce } from "../../search/batch-graph.ts";
import { createScorer, type PairScore } from "../../search/scorer.ts";
import type { Ranks } from "../../training/ranks.ts";
import { streamBatches } from "../batch-stream.ts";
import type { Given } from "../flags/given.ts";
import type { scoreFlags, scoreFormats } from "../flags/model-flags.ts";
import { type ReadingOptions, readingOptions } from "../flags/reading-flags.ts";
import { openRuntimeOn, ranksNotice } from "../runtime-on-ranks.ts";
import { skippedNotices } from "../skipped-notices.ts";
import { counted } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** The maximum number of pairs scored together: enough that pairs of similar length share a batch. */
const mostPairs = 512;

const formats: Readonly<
  Record<(typeof scoreFormats)[number], (score: PairScore, links: string | null) => string>
> = {
  tsv: ({ logProbability, score, source, target }, links) =>
    [logProbability.toFixed(4), score.toFixed(4), source, target, ...(links === null ? [] : [links])]
      .map((cell) => cell.replaceAll(/[\t\r\n]+/g, " "))
      .join("\t"),
  jsonl: (score, links) => formatJson(links === null ? score : { ...score, alignment: links }),
};

/** `henkan score`: prints a line with the probability of each pair, in order, as soon as it is known. */
export async function score(
  folder: string,
  {
    pairs: path = "-",
    outputFormat = "tsv",
    alignment = false,
    replicas,
    quiet = false,
    ...flags
  }: Given<typeof scoreFlags>,
  terminal: Terminal,
  ranks?: Ranks,
): Promise<number> {
  const write = formats[outputFormat];
  const { model } = await loadModel(folder);
  const { kind } = model.configuration.context;
  if (alignment && kind !== "attention") {
    throw new ConfigError(
      `--alignment: ${folder} has no attention to read links from (context.kind "${kind}"): leave it out, or train ` +
        'a model with context.kind "attention"',
    );
  }
  const { lines, total, name } = await openInput(path, readingOptions(flags), terminal);
  const onNotice = (line: string) => void (quiet || terminal.stderr.write(`${line}\n`));
  if (ranks) onNotice(ranksNotice(ranks, "score"));
  const runtime = await openRuntimeOn(ranks, { onNotice, replicas });
  const scorer = await createScorer(model, runtime);

  const skipped: Skipped = { blank: 0, empty: 0 };
  let scored = 0;
  const { stopped } = await streamBatches(lines, {
    terminal,
    quiet,
    label: "scoring",
    total,
    most: mostPairs,
    atOnce: callsAtOnce(runtime, mostPairs),
    answer: async (batch) => {
      const pairs = batch.filter((line) => typeof line !== "string");
      for (const line of batch) if (typeof line === "string") countSkipped(skipped, line);
      const scores = await scorer.scorePairs(pairs);
      scored += scores.length;
      return scores.map((one) => `${write(one, alignment ? links(one) : null)}\n`).join("");
    },
  });
  for (const notice of skippedNotices(skipped)) onNotice(notice);
  if (stopped) onNotice(`stopped: ${counted(scored, "pair")} scored`);
  else refuseNoPairs(scored, skipped, name);
  return stopped ? 130 : 0;
}

interface OpenPairs {
  readonly lines: AsyncIterable<PairLine>;
  readonly total: number | undefined;
  /** The input's name in error messages. */
  readonly name: string;
}

async function openInput(path: string, reading: ReadingOptions, terminal: Terminal): Promise<OpenPairs> {
  if (path === "-") {
    const name = "standard input";
    return { lines: readPairBytes(terminal.stdin, name, reading), total: undefined, name };
  }
  const isOfLines = ["tsv", "jsonl"].includes(reading.format ?? fileFormatOf(path));
  const total = isOfLines ? await countLines(path) : undefined;
  return { lines: openPairs(path, reading), total, name: path };
}

/** The source token that each target token attends to most, as links separated by spaces: see `hardAlignment`. */
function links({ attention, sourceTokens, tokens }: PairScore): string {
  const { sure } = hardAlignment(attention!, { sourceTokens: sourceTokens.length, tokens: tokens.length });
  return [...sure].join(" ");
}
