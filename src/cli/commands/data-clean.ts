import type { CleaningOptions } from "../../data/cleaning.ts";
import { refuseNoPairs } from "../../data/files.ts";
import { lineBlocks } from "../../data/line-blocks.ts";
import { openPairs } from "../../data/open-pairs.ts";
import { openSources, pairSourceName } from "../../data/open-sources.ts";
import { countSkipped, noRemarks, type Skipped } from "../../data/pair.ts";
import { writeFileAtomically } from "../../data/write-file.ts";
import { ConfigError } from "../../errors.ts";
import { oneOf } from "../../metrics/one-of.ts";
import { type DataFileFlags, dataSources } from "../data-files.ts";
import { columnsFlag } from "../flags/columns-flag.ts";
import { wholeNumber } from "../flags/whole-number.ts";
import { remarkNotices, skippedNotices } from "../skipped-notices.ts";
import { counted } from "../table.ts";
import { print, type Terminal } from "../terminal.ts";

export interface DataCleanFlags extends DataFileFlags {
  readonly out: string;
  readonly html: string;
  readonly invalid: string;
  readonly identical: string;
  readonly duplicates: string;
  readonly minCharacters?: string;
  readonly maxCharacters?: string;
  readonly maxRatio?: string;
  readonly against?: readonly string[];
  readonly quiet?: boolean;
}

/** `henkan data clean`: files of pairs of any format as one file of TSV, without what nobody wants to learn from. */
export async function dataClean(
  files: readonly string[],
  flags: DataCleanFlags,
  terminal: Terminal,
): Promise<number> {
  const { out, against = [], quiet = false } = flags;
  const sources = dataSources(files, flags);
  const clean = cleaningOf(flags);
  const columns = columnsFlag(flags.columns);
  const held = new Set<string>();
  for (const file of against) {
    for await (const line of openPairs(file, { columns }))
      if (typeof line !== "string") held.add(line.source);
  }
  const skipped: Skipped = { blank: 0, empty: 0 };
  const remarks = noRemarks();
  let written = 0;
  async function* lines(): AsyncGenerator<string, void, undefined> {
    for await (const { line } of openSources(sources, { clean, held, remarks })) {
      if (typeof line === "string") {
        countSkipped(skipped, line);
        continue;
      }
      written++;
      yield `${cell(line.source)}\t${cell(line.target)}`;
    }
    refuseNoPairs(written, skipped, sources.map(pairSourceName).join(", "));
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

/** What would break a line of TSV becomes a space. */
function cell(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, " ");
}

function cleaningOf(flags: DataCleanFlags): CleaningOptions {
  const keepOrDrop = ["keep", "drop"] as const;
  const ratio = flags.maxRatio === undefined ? undefined : Number(flags.maxRatio);
  if (ratio !== undefined && !(ratio >= 1)) {
    throw new ConfigError(`--max-ratio "${flags.maxRatio}": expected a number from 1 on`);
  }
  return {
    html: oneOf("--html", flags.html, ["keep", "text"] as const),
    invalid: oneOf("--invalid", flags.invalid, ["keep", "remove", "drop"] as const),
    identical: oneOf("--identical", flags.identical, keepOrDrop),
    duplicates: oneOf("--duplicates", flags.duplicates, keepOrDrop),
    overlap: "drop",
    minimumCharacters: wholeNumber("--min-characters", flags.minCharacters),
    maximumCharacters: wholeNumber("--max-characters", flags.maxCharacters),
    maximumRatio: ratio,
  };
}
