import type { Dataset } from "../data/open-datasets.ts";
import type { PairFile } from "../data/open-pairs.ts";
import { ConfigError } from "../errors.ts";
import type { datasetFlags } from "./flags/data-flags.ts";
import type { FlagValues } from "./flags/flag.ts";

/** The pairs that a command of `henkan data` is about. */
export type DatasetFlags = FlagValues<typeof datasetFlags>;

/**
 * The files as datasets: each a file of pairs, or `--source` and `--target` together.
 * @throws {ConfigError} where there is none, or one of the two alone
 */
export function namedDatasets(
  files: readonly string[],
  { source, target, columns }: DatasetFlags,
): Dataset[] {
  if ((source === undefined) !== (target === undefined)) {
    throw new ConfigError("--source and --target go together: two files whose lines belong together");
  }
  const parallel: PairFile[] = source === undefined || target === undefined ? [] : [{ source, target }];
  const all = [...files, ...parallel].map((pairs) => ({ pairs, columns }));
  if (all.length > 0) return all;
  throw new ConfigError("no pairs: name a file, or two files of lines with --source FILE --target FILE");
}
