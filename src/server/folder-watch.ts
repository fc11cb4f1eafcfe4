import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { filesInFolder, modelFiles } from "../model-folder/files.ts";
import type { Log } from "./request-log.ts";
import type { ModelSource } from "./served-model.ts";
import type { Service } from "./service.ts";

/** What is in each model's folder, by its `config.json`, which has the weights' checksum; undefined where nothing is. */
export type SeenFolders = readonly (string | undefined)[];

/** A first look at model folders, to be taken before their models are read: what changes from then on is seen. */
export function seeFolders(sources: readonly ModelSource[]): Promise<SeenFolders> {
  return Promise.all(sources.map(({ folder }) => fingerprint(folder)));
}

/**
 * Looks at model folders from time to time, and replaces a model when its `config.json` has changed. One that was refused
 * is tried again when any of its files has: it may have been in the middle of being copied.
 * @param before what was seen of them before their models were read
 * @param seconds between looks
 * @returns what stops it
 */
export function watchFolders(
  service: Pick<Service, "models" | "replace">,
  sources: readonly ModelSource[],
  before: SeenFolders,
  seconds: number,
  log: Log,
): () => void {
  const seen = [...before];
  const refused = new Map<string, string>();
  let timer: NodeJS.Timeout;
  let isOver = false;
  const names = service.models().map(({ name }) => name); // in the order of the sources
  async function look(): Promise<void> {
    for (const [index, { folder }] of sources.entries()) {
      const name = names[index]!;
      const found = await fingerprint(folder);
      if (found === undefined) continue;
      const times = await changeTimes(folder);
      if (found === seen[index] && [undefined, times].includes(refused.get(name))) continue;
      seen[index] = found;
      refused.delete(name);
      // The service logs why.
      if (!isOver) await service.replace(name).catch(() => refused.set(name, times));
    }
    if (!isOver) again();
  }
  function again(): void {
    timer = setTimeout(
      () => void look().catch((error) => log.error({ error: String(error) }, "watching")),
      seconds * 1000,
    );
  }
  again();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

async function changeTimes(folder: string): Promise<string> {
  const times = Object.values(modelFiles).map((file) =>
    stat(join(folder, file)).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => "none",
    ),
  );
  return (await Promise.all(times)).join(", ");
}

/** Undefined where it cannot be read: it may be in the middle of being written. */
async function fingerprint(folder: string): Promise<string | undefined> {
  try {
    const bytes = await (await filesInFolder(folder)).read(modelFiles.config);
    return createHash("sha256").update(bytes).digest("hex");
  } catch {
    return undefined;
  }
}
