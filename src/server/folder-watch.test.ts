import { copyFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { filesInFolder, modelFiles } from "../model-folder/files.ts";
import { readModel } from "../model-folder/read-model.ts";
import { seeFolders, watchFolders } from "./folder-watch.ts";
import { wildFolder } from "./service.fixture.ts";

const { config, weights, source, target } = modelFiles;

/** A folder with a model, which is looked at, and what becomes of the models that are put there. */
async function watched() {
  const [old, next] = [await wildFolder("old"), await wildFolder("next", { seed: 8 })];
  const folder = await mkdtemp(join(tmpdir(), "henkan-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const copy = async (from: string, file: string) => {
    await copyFile(join(from, file), join(folder, `${file}.new`));
    await rename(join(folder, `${file}.new`), join(folder, file));
  };
  for (const file of [config, weights, source, target]) await copy(old, file);
  const seen = await seeFolders([{ folder }]);

  const tried: string[] = [];
  const replace = () =>
    filesInFolder(folder)
      .then(readModel)
      .then(
        () => void tried.push("replaced"),
        (error: Error) => {
          tried.push("refused");
          throw error;
        },
      );
  const log = { info() {}, warn() {}, error() {} };
  const service = { models: () => [{ name: "m" }] as never, replace };
  const watch = () => onTestFinished(watchFolders(service, [{ folder }], seen, 0.02, log));
  return { folder, copy: (file: string) => copy(next, file), tried, watch };
}

/** So that there are some looks. */
const pause = () => new Promise((wake) => setTimeout(wake, 200));

it("tries a model again that was refused in the middle of being copied", async () => {
  const { folder, copy, tried, watch } = await watched();
  watch();
  await pause();
  expect(tried).toEqual([]);

  await copy(config); // the weights are still the old ones
  await expect.poll(() => tried).toEqual(["refused"]);
  await pause();
  expect(tried).toEqual(["refused"]);
  for (const file of [weights, source, target]) await copy(file);
  await expect.poll(() => tried.at(-1)).toBe("replaced");
  expect(tried.slice(0, -1).every((one) => one === "refused")).toBe(true);
  await writeFile(join(folder, weights), "damaged"); // nobody has said that there is another model
  await pause();
  expect(tried.at(-1)).toBe("replaced");
});

it("replaces a model that was put there while the service read the old one", async () => {
  const { copy, tried, watch } = await watched();
  for (const file of [config, weights, source, target]) await copy(file);
  watch();
  await expect.poll(() => tried).toEqual(["replaced"]);
});
