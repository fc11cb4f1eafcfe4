import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { writeFileAtomically } from "./write-file.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "henkan-write-"));
  path = join(folder, "weights.bin");
});
afterEach(() => rm(folder, { recursive: true }));

/** Two pieces, and then the disk is full. */
function* fillsTheDisk(): Generator<Uint8Array> {
  yield Uint8Array.of(1, 2, 3);
  yield Uint8Array.of(4, 5);
  throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
}

describe("writeFileAtomically", () => {
  test("text, bytes, a part of a buffer, bytes in pieces", async () => {
    await writeFileAtomically(path, "変換\n");
    expect(await readFile(path, "utf8")).toBe("変換\n");
    await writeFileAtomically(path, Uint8Array.of(1, 2, 3, 5, 7).subarray(1, 4));
    expect([...(await readFile(path))]).toEqual([2, 3, 5]);
    await writeFileAtomically(path, [Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(7)]);
    expect([...(await readFile(path))]).toEqual([1, 2, 7]);
    expect(await readdir(folder)).toEqual(["weights.bin"]);
  });

  test("a failure leaves the old file and nothing beside it", async () => {
    await writeFile(path, "old");
    await expect(writeFileAtomically(path, fillsTheDisk())).rejects.toThrow(
      new DataError(`${path}: cannot be written: no space left on the device`),
    );
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["weights.bin"]);
  });

  test("pieces that come one after the other, and a maker of them that fails", async () => {
    async function* pieces(error?: Error): AsyncGenerator<Uint8Array> {
      yield Uint8Array.of(2, 3);
      if (error) throw error;
      yield Uint8Array.of(5);
    }
    await writeFileAtomically(path, pieces());
    expect([...(await readFile(path))]).toEqual([2, 3, 5]);
    const error = new DataError("pairs.tsv:3: no tab");
    await expect(writeFileAtomically(path, pieces(error))).rejects.toBe(error);
    expect([...(await readFile(path))]).toEqual([2, 3, 5]);
    expect(await readdir(folder)).toEqual(["weights.bin"]);
  });

  test("many at the same time do not meet", async () => {
    const contents = Array.from({ length: 7 }, (_, i) => `${i}`.repeat(5));
    await Promise.all(contents.map((content) => writeFileAtomically(path, content)));
    expect(contents).toContain(await readFile(path, "utf8"));
    expect(await readdir(folder)).toEqual(["weights.bin"]);
  });

  test("a link stays a link, and permissions stay", async () => {
    await writeFile(path, "old");
    await chmod(path, 0o600);
    const link = join(folder, "link");
    await symlink(path, link);
    await writeFileAtomically(link, "new");
    expect(await readFile(path, "utf8")).toBe("new");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(["link", "weights.bin"]);
  });

  test("no folder, or a folder instead of a file", async () => {
    const lost = join(folder, "missing", "weights.bin");
    await expect(writeFileAtomically(lost, "x")).rejects.toThrow(
      new DataError(`${lost}: cannot be written: no such file or folder`),
    );
    await expect(writeFileAtomically(folder, "x")).rejects.toThrow(
      new DataError(`${folder}: cannot be written: it is a folder, not a file`),
    );
  });

  test.runIf(process.platform === "linux")("a device is written to and not replaced", async () => {
    await writeFileAtomically("/dev/null", "x");
    expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
    await expect(writeFileAtomically("/dev/full", "x")).rejects.toThrow(
      new DataError("/dev/full: cannot be written: no space left on the device"),
    );
  });

  test("removes what killed processes have left of a long file", async () => {
    const path = join(folder, "long.tsv");
    const dead = 2 ** 22 - 1; // more than processes have for numbers
    const others = [`long.tsv.${process.pid}.0.tmp`, "long.tsv.tmp", `longer.tsv.${dead}.0.tmp`];
    for (const name of [`long.tsv.${dead}.3.tmp`, ...others]) await writeFile(join(folder, name), "");
    await writeFileAtomically(path, ["a", "b"]);
    expect((await readdir(folder)).sort()).toEqual(["long.tsv", ...others].sort());
  });
});
