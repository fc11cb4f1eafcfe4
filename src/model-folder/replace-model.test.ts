/**
 * Every system call of a save is made to fail in turn, and the process is stopped before each: what is in the folder then
 * is the old model or the new one.
 */
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { history, untrainedModel } from "../../test/support/tiny-saved-model.ts";
import { DataError } from "../errors.ts";
import { loadModel, saveModel } from "./model-folder.ts";

const disk = await vi.hoisted(async () => new (await import("../../test/support/failing-disk.ts")).Disk());

vi.mock("node:fs/promises", async (original) => {
  const { failingDisk } = await import("../../test/support/failing-disk.ts");
  return failingDisk(await original<typeof import("node:fs/promises")>(), disk);
});

beforeEach(() => disk.mend());

const model = (value: number) => {
  const filled = untrainedModel();
  filled.weights.values.fill(value);
  return filled;
};
const valueIn = async (folder: string) => (await loadModel(folder)).model.weights.values[0];

async function callsOfASave(): Promise<number> {
  const folder = join(await temporaryFolder(), "model");
  await saveModel(folder, model(1), history);
  disk.calls = 0;
  await saveModel(folder, model(2), history);
  return disk.calls;
}

describe.each([
  { name: "fails", forGood: false },
  { name: "is the last before the process is stopped", forGood: true },
])("whichever call of a save $name", ({ forGood }) => {
  it.each(["ENOSPC", "EACCES", "EROFS", "EIO"])(
    "%s: the folder holds the old model or the new one",
    async (code) => {
      const calls = await callsOfASave();
      expect(calls).toBeGreaterThan(20);
      const folder = join(await temporaryFolder(), "model");
      await saveModel(folder, model(1), history);
      const seen = new Set<number | undefined>();
      let value = 1;
      for (let at = 1; at <= calls; at++) {
        Object.assign(disk, { calls: 0, at, code, forGood });
        const failure = await saveModel(folder, model(value + 1), history).then(
          () => null,
          (error: unknown) => error,
        );
        Object.assign(disk, { at: Number.POSITIVE_INFINITY });
        const found = await valueIn(folder);
        expect([value, value + 1], `call ${at}`).toContain(found);
        if (failure === null) expect(found).toBe(value + 1);
        else {
          expect(failure).toBeInstanceOf(DataError);
          expect((failure as Error).message).toMatch(
            /: (cannot be written|its files cannot be moved to .*|cannot be created): /,
          );
        }
        seen.add(found! - value);
        value = found!;
        await saveModel(folder, model(++value), history); // the next save finds its way
        expect(await valueIn(folder)).toBe(value);
        expect((await readdir(folder)).sort()).toEqual([
          "config.json",
          "source.tokenizer.json",
          "target.tokenizer.json",
          "weights.safetensors",
        ]);
      }
      expect(seen).toEqual(new Set([0, 1]));
    },
  );
});

it("a copy of a folder is a model, at rest", async () => {
  const folder = join(await temporaryFolder(), "model");
  await saveModel(folder, model(3), history);
  const copy = join(await temporaryFolder(), "copy");
  await cp(folder, copy, { recursive: true });
  expect(await valueIn(copy)).toBe(3);
});
