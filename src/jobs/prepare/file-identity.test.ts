import { appendFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { DataError } from "../../errors.ts";
import { fileState, identify, isSameFile, refuseChangedFile } from "./file-identity.ts";

async function file(content = "a\tb\n"): Promise<string> {
  const path = join(await temporaryFolder(), "pairs.tsv");
  await writeFile(path, content);
  return path;
}

it("is the same after it was touched, or where it lies elsewhere, and not with another content", async () => {
  const path = await file();
  const before = await identify(await fileState(path));
  await utimes(path, 1, 1);
  expect(await isSameFile(before, await fileState(path))).toBe(true);
  expect(await isSameFile(before, await fileState(await file()))).toBe(true);
  expect(await isSameFile(before, await fileState(await file("a\tc\n")))).toBe(false);
  expect(await isSameFile(before, await fileState(await file("a\tb\n\n")))).toBe(false);
});

it("refuses a file that changed between two readings", async () => {
  const path = await file();
  const before = await fileState(path);
  await refuseChangedFile(before);
  await appendFile(path, "c\td\n");
  await expect(refuseChangedFile(before)).rejects.toThrow(
    new DataError(
      `${path}: it changed between two readings, from 4 to 8 bytes: start again when nothing writes to it`,
    ),
  );
});

it("refuses what is read only once, or not at all", async () => {
  const folder = await temporaryFolder();
  await expect(fileState(folder)).rejects.toThrow(
    new DataError(
      `${folder}: not a regular file: a token cache is made in several readings; write what it gives into a file first`,
    ),
  );
  const missing = join(folder, "missing");
  await expect(fileState(missing)).rejects.toThrow(
    new DataError(`${missing}: cannot be read: no such file or folder`),
  );
});
