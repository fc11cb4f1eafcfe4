import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { errnoWords } from "../data/errno.ts";
import { ConfigError } from "../errors.ts";
import { modelFiles } from "../model-folder/files.ts";

/** Model folders by the names under which the studio offers them. */
export type StudioModels = ReadonlyMap<string, string>;

/**
 * The models in folders: each is a model folder, or has model folders in it.
 * @throws {ConfigError} where one is neither
 */
export async function studioModels(folders: readonly string[]): Promise<StudioModels> {
  const models = new Map<string, string>();
  for (const folder of folders) {
    for (const found of await modelsIn(folder)) models.set(freeName(basename(found), models), found);
  }
  return models;
}

async function modelsIn(folder: string): Promise<string[]> {
  const path = resolve(folder);
  const expected = `expected a model folder, as "henkan train" writes it, or a folder of model folders`;
  const found = await stat(path).catch((cause: unknown) => {
    throw new ConfigError(`${folder}: cannot be read: ${errnoWords(cause)}: ${expected}`, { cause });
  });
  if (!found.isDirectory()) throw new ConfigError(`${folder}: it is a file: ${expected}`);
  if (isModel(path)) return [path];
  const names = (await readdir(path)).sort();
  const models = names.map((name) => join(path, name)).filter(isModel);
  if (models.length === 0) throw new ConfigError(`${folder}: there is no model in it: ${expected}`);
  return models;
}

function isModel(folder: string): boolean {
  return existsSync(join(folder, modelFiles.config)) && existsSync(join(folder, modelFiles.weights));
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${name}-${n}`;
    if (!taken.has(free)) return free;
  }
}
