import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** A fresh folder that is removed when the running test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "henkan-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A fresh folder for all tests of a file, which calls this as it is loaded. */
export async function lastingFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "henkan-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
