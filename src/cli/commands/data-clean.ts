import type { CleaningOptions } from "../../data/cleaning.ts";
import { refuseNoPairs } from "../../data/files.ts";
import { lineBlocks } from "../../data/line-blocks.ts";
import { datasetName, openDatasets } from "../../data/open-datasets.ts";
import { openPairs } from "../../data/open-pairs.ts";
import { countSkipped, noRemarks, type Skipped } from "../../data/pair.ts";
import { writeFileAtomically } from "../../data/write-file.ts";
import { namedDatasets } from "../data-files.ts";
import type { dataCleanFlags } from "../flags/data-flags.ts";
import type { Given } from "../flags/given.ts";
import { readingOptions } from "../flags/reading-flags.ts";
import { remarkNotices, skippedNotices } from "../skipped-notices.ts";
import { counted } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

type DataCleanFlags = Given<typeof dataCleanFlags>;

/** `henkan data clean`: writes files of pairs of any format as one TSV file, without pairs not worth learning from. */
export async function dataClean(
  files: readonly string[],
  flags: DataCleanFlags,
  terminal: Terminal,
): Promise<number> {
  const { out, against = [], quiet = false } = flags;
  const datasets = namedDatasets(files, flags, against);
  const clean = cleaningOf(flags);
  const held = new Set<string>();
  for (const file of against) {
    for await (const line of openPairs(file, readingOptions(flags)))
      if (typeof line !== "string") held.add(line.source);
  }
  const skipped: Skipped = { blank: 0, empty: 0 };
  const remarks = noRemarks();
  let written = 0;
  async function* lines(): AsyncGenerator<string, void, undefined> {
    for await (const { line } of openDatasets(datasets, { clean, held, remarks })) {
      if (typeof line === "string") {
        countSkipped(skipped, line);
        continue;
      }
      written++;
      yield `${cell(line.source)}\t${cell(line.target)}`;
    }
    refuseNoPairs(written, skipped, datasets.map(datasetName).join(", "));
  }
  await writeFileAtomically(out, lineBlocks(lines()));
  const notices = [
    ...skippedNotices(skipped),
    ...remarkNotices(remarks, { removed: clean.invalid === "remove" }),
  ];
  for (const line of notices) if (!quiet) terminal.stderr.write(`${line}\n`);
  await print(terminal, `${counted(written, "pair")} in ${out}\n`);
  return 0;
}

/** Replaces characters that would break a TSV line with a space. */
function cell(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, " ");
}

function cleaningOf({
  html = "text",
  invalid = "remove",
  identical = "keep",
  duplicates = "drop",
  minimumCharacters,
  maximumCharacters,
  maximumRatio,
}: DataCleanFlags): CleaningOptions {
  const bounds = { minimumCharacters, maximumCharacters, maximumRatio };
  return { html, invalid, identical, duplicates, overlap: "drop", ...bounds };
}
