import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Configuration } from "../../configuration/configuration.ts";
import { pathsOf } from "../training-data.ts";

/** The folder of a token cache that a run makes by itself, in the model's folder. */
export const ownCacheFolder = "cache";

/** Files that have more together are not read into memory. */
const bytesInMemory = 256e6;

/**
 * The folder of a run's token cache: the one that the configuration names, or for pairs that are too many for memory one
 * in the model's folder; null where training reads pairs into memory. So it does what a decoder copies, which no cache
 * holds, and a pipe, which is read once.
 * @param out the model's folder
 */
export async function cacheFolderOf({ data, decoder }: Configuration, out: string): Promise<string | null> {
  if (data.cache !== undefined) return data.cache;
  if (decoder.copying) return null;
  let bytes = 0;
  for (const path of pathsOf(data.pairs ?? [])) {
    const status = await stat(path).catch(() => undefined);
    if (!status?.isFile()) return null;
    bytes += status.size;
  }
  return bytes > bytesInMemory ? join(out, ownCacheFolder) : null;
}
