import { cp, readdir, readFile, truncate, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { DataError } from "../../errors.ts";
import type { TrainingState } from "../../training/training-state.ts";
import { CheckpointStore } from "./checkpoint-store.ts";
import type { RunIdentity } from "./run-identity.ts";

const disk = await vi.hoisted(async () => new (await import("../../../test/support/failing-disk.ts")).Disk());

vi.mock("node:fs/promises", async (original) => {
  const { failingDisk } = await import("../../../test/support/failing-disk.ts");
  return failingDisk(await original<typeof import("node:fs/promises")>(), disk);
});

beforeEach(() => disk.mend());

const identity = { henkan: "0" } as unknown as RunIdentity;

function stateAt(update: number): TrainingState {
  const counters = {
    update,
    plateau: { best: Number.POSITIVE_INFINITY },
  } as unknown as TrainingState["counters"];
  return { counters, tensors: new Map([["weights", Float32Array.of(update, 0.5)]]) };
}

const newestIn = async (store: CheckpointStore) => {
  const told: string[] = [];
  const newest = await store.newest((line) => told.push(line));
  const { counters, tensors } = newest?.state ?? {};
  if (newest !== null) expect(tensors!.get("weights")![0]).toBe(counters!.update);
  return { update: counters?.update, told };
};

async function storeWith(updates: readonly number[]) {
  const store = new CheckpointStore(await temporaryFolder());
  for (const update of updates) await store.write({ identity, folder: { bytes: 7 }, state: stateAt(update) });
  return store;
}

describe("a checkpoint store", () => {
  it("gives back what was written, infinite numbers too, and keeps the last two", async () => {
    const store = await storeWith([1, 2, 3]);
    expect((await readdir(store.path)).sort()).toEqual(["000002", "000003"]);
    const newest = (await store.newest(() => {}))!;
    expect(newest).toEqual({ identity, folder: { bytes: 7 }, state: stateAt(3) });
    expect(await new CheckpointStore(await temporaryFolder()).newest(() => {})).toBeNull();
  });

  it.each<[string, (place: string) => Promise<void>, string]>([
    [
      "a truncated file",
      (place) => truncate(join(place, "state.safetensors"), 40),
      "state.safetensors: it is truncated, or not what was written",
    ],
    [
      "a flipped bit",
      async (place) => {
        const bytes = await readFile(join(place, "state.json"));
        bytes[5]! ^= 4;
        await writeFile(join(place, "state.json"), bytes);
      },
      "state.json: it is truncated, or not what was written",
    ],
    [
      "a missing file",
      (place) => unlink(join(place, "state.json")),
      "state.json: cannot be read: no such file or folder",
    ],
    [
      "another version",
      async (place) => {
        const manifest = JSON.parse(await readFile(join(place, "manifest.json"), "utf8"));
        await writeFile(join(place, "manifest.json"), JSON.stringify({ ...manifest, format: 2 }));
      },
      "manifest.json: no manifest of a checkpoint that this version of henkan reads",
    ],
  ])("tells of %s, and takes the one before", async (_, damage, message) => {
    const store = await storeWith([1, 2]);
    const place = join(store.path, "000002");
    await damage(place);
    expect(await newestIn(store)).toEqual({ update: 1, told: [`${join(place, message)}: it is left out`] });
    await store.write({ identity, folder: {}, state: stateAt(3) });
    expect((await newestIn(store)).update).toBe(3);
  });
});

describe.each([
  { name: "fails", forGood: false },
  { name: "is the last before the process is stopped", forGood: true },
])("whichever call of a checkpoint $name", ({ forGood }) => {
  it.each(["ENOSPC", "EACCES", "EROFS", "EIO"])(
    "%s: the newest is the old one or the new one",
    async (code) => {
      const whole = await storeWith([1, 2]);
      disk.calls = 0;
      await whole.write({ identity, folder: {}, state: stateAt(3) });
      const { calls } = disk;
      expect(calls).toBeGreaterThan(10);
      const seen = new Set<number | undefined>();
      for (let at = 1; at <= calls; at++) {
        Object.assign(disk, { at: Number.POSITIVE_INFINITY, forGood: false });
        const before = await storeWith([1, 2]);
        const folder = await temporaryFolder();
        await cp(before.path, join(folder, "checkpoints"), { recursive: true });
        const store = new CheckpointStore(folder);
        Object.assign(disk, { calls: 0, at, code, forGood });
        const failure = await store.write({ identity, folder: {}, state: stateAt(3) }).then(
          () => null,
          (error: unknown) => error,
        );
        Object.assign(disk, { at: Number.POSITIVE_INFINITY, forGood: false });
        const { update, told } = await newestIn(store);
        expect([update, told], `call ${at}`).toEqual([expect.toBeOneOf([2, 3]), []]);
        if (failure !== null) expect(failure).toBeInstanceOf(DataError);
        seen.add(update);
        await store.removeRemains();
        await store.write({ identity, folder: {}, state: stateAt(4) });
        expect((await newestIn(store)).update).toBe(4);
        expect((await readdir(store.path)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      }
      expect(seen).toEqual(new Set([2, 3]));
    },
  );
});
