import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { filesInFolder, modelFiles } from "../model-folder/files.ts";
import type { Log } from "./request-log.ts";
import type { ModelSource } from "./served-model.ts";
import type { Service } from "./service.ts";

/**
 * Looks at model folders from time to time, and replaces a model when its `config.json`, which has the weights' checksum,
 * has changed. One that was refused is tried again when any of its files has: it may have been in the middle of being copied.
 * @param seconds between looks
 * @returns what stops it
 */
export function watchFolders(
  service: Pick<Service, "models" | "replace">,
  sources: readonly ModelSource[],
  seconds: number,
  log: Log,
): () => void {
  const seen = new Map<string, string>();
  const refused = new Map<string, string>();
  let timer: NodeJS.Timeout;
  let isOver = false;
  const names = service.models().map(({ name }) => name); // in the order of the sources
  async function look(isFirst: boolean): Promise<void> {
    for (const [index, { folder }] of sources.entries()) {
      const name = names[index]!;
      const found = await fingerprint(folder).catch(() => undefined); // it may be in the middle of being written
      if (found === undefined) continue;
      const times = await changeTimes(folder);
      if (found === seen.get(name) && [undefined, times].includes(refused.get(name))) continue;
      seen.set(name, found);
      refused.delete(name);
      // The service logs why.
      if (!isFirst && !isOver) await service.replace(name).catch(() => refused.set(name, times));
    }
    if (isOver) return;
    timer = setTimeout(
      () => void look(false).catch((error) => log.error({ error: String(error) }, "watching")),
      seconds * 1000,
    );
  }
  void look(true);
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

async function fingerprint(folder: string): Promise<string> {
  const bytes = await (await filesInFolder(folder)).read(modelFiles.config);
  return createHash("sha256").update(bytes).digest("hex");
}
