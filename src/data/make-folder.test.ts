import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { makeFolder } from "./make-folder.ts";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return { ...real, mkdir: vi.fn(real.mkdir) };
});

test("folders are made where they are missing, from the outermost on", async () => {
  const folder = await temporaryFolder();
  expect(await makeFolder(join(folder, "a", "b", "c"))).toBe(join(folder, "a"));
  expect(await makeFolder(join(folder, "a", "b"))).toBeUndefined();
  expect(await makeFolder(join(folder, "a", "b", "d"))).toBe(join(folder, "a", "b", "d"));
  expect((await readdir(join(folder, "a", "b"))).sort()).toEqual(["c", "d"]);
});

test("two that make the same folder both have it", async () => {
  const path = join(await temporaryFolder(), "a", "b");
  await Promise.all([makeFolder(path), makeFolder(path)]);
  expect(await readdir(path)).toEqual([]);
});

test("what the disk says is told, at any depth", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "file"), "");
  const below = join(folder, "file", "a", "b");
  await expect(makeFolder(below)).rejects.toThrow(
    `${below}: cannot be created: a part of the path is not a folder`,
  );
  for (const path of [join(folder, "a"), join(folder, "a", "b")]) {
    const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    const { mkdir: real } = await vi.importActual<typeof import("node:fs/promises")>("node:fs/promises");
    vi.mocked(mkdir).mockImplementation(async (place, options) => {
      if (place === join(folder, "a")) throw full;
      return real(place, options);
    });
    await expect(makeFolder(path)).rejects.toThrow(`${path}: cannot be created: no space left on the device`);
  }
});
