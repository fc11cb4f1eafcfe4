import { copyFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { filesInFolder, modelFiles } from "../model-folder/files.ts";
import { readModel } from "../model-folder/read-model.ts";
import { watchFolders } from "./folder-watch.ts";
import { wildFolder } from "./service.fixture.ts";

it("tries a model again that was refused in the middle of being copied", async () => {
  const [old, next] = [await wildFolder("old"), await wildFolder("next", { seed: 8 })];
  const folder = await mkdtemp(join(tmpdir(), "henkan-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const copy = async (from: string, file: string) => {
    await copyFile(join(from, file), join(folder, `${file}.new`));
    await rename(join(folder, `${file}.new`), join(folder, file));
  };
  const { config, weights, source, target } = modelFiles;
  for (const file of [config, weights, source, target]) await copy(old, file);

  const tried: string[] = [];
  const until = async (count: number) => {
    while (tried.length < count) await new Promise((wake) => setTimeout(wake, 10));
  };
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
  const unwatch = watchFolders({ models: () => [{ name: "m" }] as never, replace }, [{ folder }], 0.02, log);
  onTestFinished(unwatch);
  await new Promise((wake) => setTimeout(wake, 200));
  expect(tried).toEqual([]);

  await copy(next, config); // the weights are still the old ones
  await until(1);
  await new Promise((wake) => setTimeout(wake, 200));
  expect(tried).toEqual(["refused"]);
  for (const file of [weights, source, target]) await copy(next, file);
  while (tried.at(-1) !== "replaced") await new Promise((wake) => setTimeout(wake, 10));
  expect(tried.slice(0, -1).every((one) => one === "refused")).toBe(true);
  await writeFile(join(folder, weights), "damaged"); // nobody has said that there is another model
  await new Promise((wake) => setTimeout(wake, 200));
  expect(tried.at(-1)).toBe("replaced");
});
