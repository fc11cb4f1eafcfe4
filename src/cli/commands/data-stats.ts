import { basename } from "node:path";
import { codePointName } from "../../data/character-counts.ts";
import { refuseNoPairs } from "../../data/files.ts";
import { formatJson } from "../../data/json-numbers.ts";
import { datasetName, openDatasets } from "../../data/open-datasets.ts";
import { openPairs } from "../../data/open-pairs.ts";
import type { Overlap } from "../../data/overlap.ts";
import { noRemarks } from "../../data/pair.ts";
import { PairCounter, type PairStatistics, type SideStatistics } from "../../data/pair-statistics.ts";
import { writeFileAtomically } from "../../data/write-file.ts";
import { lengthRange, renderData } from "../../report/index.ts";
import { namedDatasets } from "../data-files.ts";
import { dataStatsFlags } from "../flags/data-flags.ts";
import type { Given } from "../flags/given.ts";
import { readingOptions } from "../flags/reading-flags.ts";
import { refuseWithoutEffect } from "../flags/refuse-without-effect.ts";
import { createCounter } from "../progress/progress-counter.ts";
import { remarkNotices, skippedNotices } from "../skipped-notices.ts";
import { counted, formatTable, grouped } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

type DataStatsFlags = Given<typeof dataStatsFlags>;

/** Lines between two updates of the progress display. */
const linesAtOnce = 4096;

/** `henkan data stats`: describes files of pairs, all together. */
export async function dataStats(
  files: readonly string[],
  flags: DataStatsFlags,
  terminal: Terminal,
): Promise<number> {
  const { against = [], json = false, quiet = false, language = "en" } = flags;
  refuseWithoutEffect(flags, dataStatsFlags, [
    { keys: ["language"], effective: flags.html !== undefined, why: "it is the report's: add --html FILE" },
  ]);
  const datasets = namedDatasets(files, flags, against);
  const name = datasets.map(datasetName).join(", ");
  const say = (line: string) => void (quiet || terminal.stderr.write(`${line}\n`));
  const progress = createCounter({ label: "reading", stream: terminal.stderr, quiet });
  const remarks = noRemarks();
  const counter = new PairCounter();
  let read = 0;
  try {
    for await (const { line } of openDatasets(datasets, { remarks })) {
      counter.add(line);
      if (++read % linesAtOnce === 0) progress.advance(linesAtOnce);
    }
  } finally {
    progress.clear();
  }
  const statistics = counter.statistics();
  refuseNoPairs(statistics.pairs, statistics.skipped, name);
  const overlaps: { file: string; overlap: Overlap }[] = [];
  for (const file of against) {
    const pairs = openPairs(file, readingOptions(flags));
    overlaps.push({ file, overlap: await counter.overlap(pairs) });
  }
  for (const line of skippedNotices(statistics.skipped)) say(line);
  for (const line of remarkNotices({ ...remarks, invalid: 0 }, { removed: false })) say(line);
  await print(
    terminal,
    json
      ? `${formatJson({ ...statistics, markup: remarks.markup, overlaps })}\n`
      : describe(statistics, overlaps),
  );
  if (flags.html !== undefined) {
    const title = datasets.map((dataset) => basename(datasetName(dataset))).join(", ");
    await writeFileAtomically(flags.html, renderData({ title, statistics, overlaps, language }));
  }
  return 0;
}

function describe(
  statistics: PairStatistics,
  overlaps: readonly { file: string; overlap: Overlap }[],
): string {
  const { source, target } = statistics;
  const tables = [
    formatTable(pairRows(statistics), "rl"),
    formatTable(sizeRows(source, target), "lrr"),
    formatTable(characterRows(source, target), "lll"),
    `length in characters\n${formatTable(histogramRows(statistics), "rlrlr")}`,
    ...overlaps.map(({ file, overlap }) => formatTable(overlapRows(file, overlap), "rl")),
  ];
  return tables.join("\n");
}

function pairRows(statistics: PairStatistics): string[][] {
  const { pairs, duplicates, sources, severalTargets, identical, invalid, ratio, unevenness } = statistics;
  return [
    [grouped(pairs), "pairs"],
    [grouped(duplicates), "of them were there already, as they are"],
    [grouped(sources), "distinct sources"],
    [grouped(severalTargets), "of them have several targets"],
    [grouped(identical), "pairs whose source and target are the same"],
    [grouped(invalid), "pairs with invalid characters"],
    [
      ratio.median.toFixed(2),
      `target characters for each of the source (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)} in 98 % of pairs)`,
    ],
    [
      unevenness.most99.toFixed(2),
      `most characters of the longer side for each of the shorter one, in 99 % of pairs (${unevenness.most999.toFixed(2)} in 99.9 %)`,
    ],
  ];
}

function sizeRows(source: SideStatistics, target: SideStatistics): string[][] {
  const row = (name: string, value: (side: SideStatistics) => string) => [name, value(source), value(target)];
  return [
    ["", "source", "target"],
    row("characters", ({ characters }) => grouped(characters)),
    row("distinct characters", ({ distinctCharacters }) => grouped(distinctCharacters)),
    row("words between spaces", ({ words }) => grouped(words)),
    row("characters a text, mean", ({ length }) => length.mean.toFixed(1)),
    row("  median", ({ length }) => grouped(length.median)),
    row("  at most, in 99 %", ({ length }) => grouped(length.most99)),
    row("  longest", ({ length }) => grouped(length.longest)),
    row("tokenizer: auto takes", ({ tokenizer }) => tokenizer),
  ];
}

function characterRows(source: SideStatistics, target: SideStatistics): string[][] {
  const scripts = ({ scripts: all, characters }: SideStatistics) =>
    all
      .slice(0, 5)
      .map(({ name, count }) => `${name} ${((100 * count) / characters).toFixed(1)} %`)
      .join(", ");
  const commonest = ({ commonest: all }: SideStatistics) => all.map(({ character }) => character).join(" ");
  const suspicious = ({ suspicious: all }: SideStatistics) =>
    all
      .slice(0, 6)
      .map(
        ({ codePoint, count, suspicion }) => `${codePointName(codePoint)} ${suspicion} (${grouped(count)})`,
      )
      .concat(all.length > 6 ? [`and ${all.length - 6} others`] : [])
      .join(", ") || "none";
  return (["source", "target"] as const).flatMap((name, i) => {
    const side = [source, target][i]!;
    return [
      [name, "scripts", scripts(side)],
      ["", "commonest", commonest(side)],
      ["", "suspicious", suspicious(side)],
    ];
  });
}

/** A row for each range of lengths: its name, and for each side a bar and a number. */
function histogramRows({ lengths }: PairStatistics): string[][] {
  const most = Math.max(1, ...lengths.flatMap(({ source, target }) => [source, target]));
  return [
    ["", "source", "", "target", ""],
    ...lengths.map((range) => [
      lengthRange(range),
      bar(range.source / most),
      grouped(range.source),
      bar(range.target / most),
      grouped(range.target),
    ]),
  ];
}

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of at most 24 columns. */
function bar(share: number): string {
  const parts = Math.round(share * 24 * 8);
  return "█".repeat(Math.floor(parts / 8)) + eighths[parts % 8]!;
}

function overlapRows(file: string, { pairs, source, target, pair }: Overlap): string[][] {
  return [
    ["", `of ${counted(pairs, "pair")} in ${file}`],
    [grouped(source), "have a source that is here too"],
    [grouped(target), "have a target that is here too"],
    [grouped(pair), "are here as they are"],
  ];
}
