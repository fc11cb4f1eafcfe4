import type { Dataset } from "../data/open-datasets.ts";
import type { PairFile } from "../data/open-pairs.ts";
import { ConfigError } from "../errors.ts";
import { datasetFlags } from "./flags/data-flags.ts";
import type { FlagValues } from "./flags/flag.ts";
import { readingKeys, readingOptions } from "./flags/reading-flags.ts";
import { refuseWithoutEffect } from "./flags/refuse-without-effect.ts";

/** The flags that name the pairs of a `henkan data` command. */
export type DatasetFlags = FlagValues<typeof datasetFlags>;

/**
 * The files as datasets: each a file of pairs, or `--source` and `--target` together.
 * @param against further files of pairs that the command reads
 * @throws {ConfigError} if there is no file, only one of the two is given, or a flag has no effect
 */
export function namedDatasets(
  files: readonly string[],
  flags: DatasetFlags,
  against: readonly string[],
): Dataset[] {
  const { source, target } = flags;
  if ((source === undefined) !== (target === undefined)) {
    throw new ConfigError("--source and --target go together: two files whose lines belong together");
  }
  const parallel: PairFile[] = source === undefined || target === undefined ? [] : [{ source, target }];
  const all = [...files, ...parallel].map((pairs) => ({ pairs, ...readingOptions(flags) }));
  refuseWithoutEffect(flags, datasetFlags, [
    {
      keys: readingKeys,
      effective: files.length + against.length > 0,
      why: "the lines of two files are read as they are",
    },
  ]);
  if (all.length > 0) return all;
  throw new ConfigError("no pairs: name a file, or two files of lines with --source FILE --target FILE");
}
