import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bundle } from "../bundles/bundle.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

it("a bundle that is made again replaces files, and not their folder, from which others read meanwhile", async () => {
  const folder = await temporaryFolder();
  const made = async () => {
    await bundle(folder, ["package"]);
    const { ino } = await stat(join(folder, "package"));
    return { ino, files: await readdir(join(folder, "package")), others: await readdir(folder) };
  };
  const first = await made();
  await writeFile(join(folder, "package", "old.js"), "");
  expect(await made()).toEqual(first);
  expect(first.others).toEqual(["package"]);
});
