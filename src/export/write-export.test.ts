import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { ConfigError, DataError } from "../errors.ts";
import { writeExport } from "./write-export.ts";

const files = [
  { path: "a.txt", data: "one" },
  { path: "deep/b.bin", data: Uint8Array.of(1, 2, 3) },
];

async function exported(): Promise<{ parent: string; out: string }> {
  const parent = await temporaryFolder();
  const out = join(parent, "out");
  await writeExport(out, "web", files);
  return { parent, out };
}

async function refusal(out: string, message: string): Promise<void> {
  await expect(writeExport(out, "web", files)).rejects.toThrow(new ConfigError(message));
}

describe("writeExport", () => {
  it("writes a folder with its files and nothing beside it", async () => {
    const parent = await temporaryFolder();
    const out = join(parent, "not", "there", "yet");
    await writeExport(out, "web", files);
    expect((await readdir(out)).sort()).toEqual(["a.txt", "deep", "henkan-export.json"]);
    expect(await readFile(join(out, "a.txt"), "utf8")).toBe("one");
    expect([...(await readFile(join(out, "deep", "b.bin")))]).toEqual([1, 2, 3]);
    expect(await readdir(join(parent, "not", "there"))).toEqual(["yet"]);
  });

  it("takes an empty folder", async () => {
    const out = await temporaryFolder();
    await writeExport(out, "web", files);
    expect(await readdir(out)).toContain("a.txt");
  });

  it("replaces an earlier export as a whole, through a link too", async () => {
    const { parent, out } = await exported();
    const link = join(parent, "link");
    await symlink(out, link);
    await writeExport(link, "package", [{ path: "c.txt", data: "two" }]);
    expect((await readdir(out)).sort()).toEqual(["c.txt", "henkan-export.json"]);
    expect((await readdir(parent)).sort()).toEqual(["link", "out"]);
  });

  it("puts an earlier export back where the new one cannot take its place", async () => {
    const { parent, out } = await exported();
    const lost = writeExport(out, "web", [{ path: "c.txt", data: "two" }], (folder) =>
      rm(folder, { recursive: true }),
    );
    await expect(lost).rejects.toThrow(DataError);
    expect((await readdir(out)).sort()).toEqual(["a.txt", "deep", "henkan-export.json"]);
    expect(await readdir(parent)).toEqual(["out"]);
  });

  it("puts back and tidies up what killed processes have left, and nothing of others", async () => {
    const { parent, out } = await exported();
    const dead = 2 ** 22 - 1; // more than processes have for numbers
    await rename(out, `${out}.${dead}.old`);
    for (const name of [`out.${dead}.tmp`, `out.${process.ppid}.tmp`, "out.tmp", `outer.${dead}.tmp`]) {
      await mkdir(join(parent, name));
    }
    await writeExport(out, "web", [{ path: "c.txt", data: "two" }]);
    expect((await readdir(out)).sort()).toEqual(["c.txt", "henkan-export.json"]);
    expect((await readdir(parent)).sort()).toEqual(
      ["out", `out.${process.ppid}.tmp`, "out.tmp", `outer.${dead}.tmp`].sort(),
    );
  });

  it("refuses a folder with other files, and a file", async () => {
    const out = await temporaryFolder();
    for (const name of ["1", "2", "3", "4", "5"]) await writeFile(join(out, name), "");
    await expect(writeExport(out, "web", files)).rejects.toThrow(
      /^out .*: it has files, and is no earlier export \(.*, .*, .* and 2 more\): choose another folder$/,
    );
    const file = join(out, "1");
    await refusal(file, `out ${file}: it is a file: expected a folder, or nothing yet`);
    expect(await readdir(out)).toHaveLength(5);
  });

  it("refuses an earlier export with files that were added or changed, and leaves them", async () => {
    const { out } = await exported();
    await mkdir(join(out, "more"));
    await writeFile(join(out, "more", "CNAME"), "example.org");
    await writeFile(join(out, "a.txt"), "mine");
    await refusal(
      out,
      `out ${out}: a.txt, more/CNAME: added or changed since the export: move away what you want to keep, or ` +
        "choose another folder",
    );
    expect(await readFile(join(out, "a.txt"), "utf8")).toBe("mine");
    expect(await readFile(join(out, "more", "CNAME"), "utf8")).toBe("example.org");
  });

  it("refuses the current folder", async () => {
    const { out } = await exported();
    const cwd = vi.spyOn(process, "cwd").mockReturnValue(out);
    onTestFinished(() => cwd.mockRestore());
    await refusal(out, `out ${out}: the current folder cannot be replaced: choose another one`);
  });

  it("tries what it wrote before it takes its place, and leaves nothing where that fails", async () => {
    const { parent, out } = await exported();
    const read = (folder: string) => readFile(join(folder, "a.txt"), "utf8");
    const broken = new Error("it does not work");
    const other = [{ path: "a.txt", data: "two" }];
    const failing = async (folder: string) => {
      expect(await read(folder)).toBe("two");
      throw broken;
    };
    await expect(writeExport(out, "web", other, failing)).rejects.toBe(broken);
    await expect(writeExport(join(parent, "fresh"), "web", other, failing)).rejects.toBe(broken);
    expect(await readdir(parent)).toEqual(["out"]);
    expect(await read(out)).toBe("one");
    expect(await writeExport(out, "web", other, async (folder) => `${await read(folder)} tried`)).toBe(
      "two tried",
    );
    expect(await read(out)).toBe("two");
  });

  it("says why it cannot write, and leaves nothing", async () => {
    const { parent, out } = await exported();
    const inFile = join(out, "a.txt", "x");
    await expect(writeExport(inFile, "web", files)).rejects.toThrow(
      new ConfigError(`out ${inFile}: it is a file: expected a folder, or nothing yet`),
    );
    const twice = [files[0]!, files[0]!];
    const other = join(parent, "other");
    await expect(writeExport(other, "web", twice)).rejects.toThrow(DataError);
    expect(await readdir(parent)).toEqual(["out"]);
  });
});
