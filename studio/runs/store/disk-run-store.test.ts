import { describe, expect, it } from "vitest";
import { henkanVersion } from "../../../src/version.ts";
import type { RunNotice } from "../notice.ts";
import type { RunKeeper } from "../run-keeper.ts";
import type { Disk } from "./disk.ts";
import { DiskRunStore } from "./disk-run-store.ts";
import { ClosingDisk, SmallDisk } from "./faulty-disk.fixture.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { tinyRun, trainKept } from "./training.fixture.ts";

const silent = (notice: RunNotice) => expect.fail(JSON.stringify(notice));
/** Every pause saves. */
const storeOn = (disk: Disk) => new DiskRunStore(disk, { lasting: true, seconds: 0 });

/** What an undisturbed run gives. */
async function undisturbed() {
  const store = storeOn(new MemoryDisk());
  const keeper = await store.create(tinyRun(), silent);
  const { model } = await trainKept(keeper, tinyRun());
  return { values: model.weights.values, events: withoutTimes(await store.events(keeper.id)) };
}
const whole = undisturbed();

const timeless = (key: string, value: unknown) =>
  ["time", "seconds", "secondsLeft", "runSeconds", "tokensPerSecond"].includes(key) ? 0 : value;
const withoutTimes = (events: readonly unknown[]) =>
  JSON.parse(JSON.stringify(events, timeless)) as unknown[];

describe("a run", () => {
  it("that was stopped goes on to the bits and the events of an undisturbed one", async () => {
    const store = storeOn(new MemoryDisk());
    const setup = tinyRun();
    const first = await store.create(setup, silent);
    await trainKept(first, setup, { stopAt: 4 });
    expect(await store.list()).toMatchObject([
      { id: first.id, name: "letters", state: "stopped", update: 4 },
    ]);
    const { keeper, run } = await store.resume(first.id, 1, silent);
    expect(run.setup).toEqual(setup);
    expect(run.state?.counters.update).toBe(4);
    const { model } = await trainKept(keeper, run.setup, { state: run.state });
    const { values, events } = await whole;
    expect(model.weights.values).toEqual(values);
    expect(withoutTimes(await store.events(first.id))).toEqual(events);
    const after = await store.read(first.id);
    expect(after.summary).toMatchObject({ state: "over", busy: false, problem: null });
    expect(after.model.weights.values).toEqual(values);
    expect(after.setup.pairs).toEqual(setup.pairs);
  });

  it("whose tab is closed in the middle of a write, of whichever, loses nothing that it had saved", async () => {
    let closed = 0;
    for (let writes = 0; ; writes++) {
      const disk = new ClosingDisk(writes);
      let keeper: RunKeeper | undefined;
      const notices: RunNotice[] = [];
      try {
        keeper = await storeOn(disk).create(tinyRun(), (notice) => void notices.push(notice));
        await trainKept(keeper, tinyRun(), {});
      } catch {
        // as the tab was closed
      }
      const store = storeOn(disk.leftBehind());
      const runs = await store.list();
      if (runs.length === 0) {
        expect(keeper, `${writes} writes`).toBeUndefined(); // it had not begun
        continue;
      }
      if (keeper !== undefined && notices.length === 0) break;
      closed++;
      expect(runs, `${writes} writes`).toMatchObject([{ state: "stopped", problem: null }]);
      const again = await store.resume(runs[0]!.id, 1, silent);
      expect(again.run.notices, `${writes} writes`).toEqual([]);
      const { model } = await trainKept(again.keeper, again.run.setup, { state: again.run.state });
      expect(model.weights.values, `${writes} writes`).toEqual((await whole).values);
    }
    expect(closed).toBeGreaterThan(10);
  });

  it("whose newest save is damaged goes on from the one before; with both damaged it begins anew", async () => {
    const disk = new MemoryDisk();
    const store = storeOn(disk);
    const { id } = await stopped(store);
    const tensors = [...disk.files.keys()].filter((path) => path.endsWith("state.safetensors")).sort();
    expect(tensors).toHaveLength(2);
    for (const [i, path] of tensors.toReversed().entries()) {
      disk.files.get(path)![100]! ^= 1;
      const { keeper, run } = await store.resume(id, 1, silent);
      expect(run.notices).toHaveLength(i + 1);
      expect(run.notices[0]).toMatchObject({ kind: "passedOver" });
      if (i === 0) {
        expect([1, 2, 3]).toContain(run.state?.counters.update);
        await keeper.close();
        continue;
      }
      expect(run.state).toBeUndefined();
      const { model } = await trainKept(keeper, run.setup, { state: run.state });
      expect(model.weights.values).toEqual((await whole).values);
    }
  });

  it("with damaged pairs or a damaged record is told, is listed, and can be deleted", async () => {
    const disk = new MemoryDisk();
    const store = storeOn(disk);
    const { id } = await stopped(store);
    disk.files.get(`runs/${id}/train.jsonl`)![5] = 0;
    await expect(store.resume(id, 1, silent)).rejects.toMatchObject({
      notice: { kind: "damaged", reason: { message: "train.jsonl: it is not what was written" } },
    });
    for (const turn of ["a", "b"]) disk.files.set(`runs/${id}/studio.${turn}.json`, new Uint8Array(7));
    expect(await store.list()).toMatchObject([{ id, state: "damaged", problem: { kind: "damaged" } }]);
    const raw = [...(await store.raw(id)).keys()];
    expect(raw.filter((path) => /^checkpoints\/\d{6}\/state.json$/.test(path))).toHaveLength(2);
    await store.delete(id);
    expect(disk.files.size).toBe(0);
  });

  it("on a full disk trains on, tells once, and is saved again when there is room", async () => {
    const disk = new SmallDisk();
    const store = storeOn(disk);
    const notices: RunNotice[] = [];
    const keeper = await store.create(tinyRun(), (notice) => {
      notices.push(notice);
      if (notice.kind === "full") setTimeout(() => Object.assign(disk, { room: Number.POSITIVE_INFINITY }));
    });
    disk.room = (await disk.total()) + 20;
    const { model } = await trainKept(keeper, tinyRun());
    expect(notices[0]).toEqual({ kind: "full", update: 0 });
    expect(notices.map(({ kind }) => kind)).toEqual(["full", "savedAgain"]);
    expect(model.weights.values).toEqual((await whole).values);
    expect((await store.read(keeper.id)).model.weights.values).toEqual((await whole).values);
  });

  it("is in one hand at a time", async () => {
    const store = storeOn(new MemoryDisk());
    const { id } = await stopped(store);
    const { keeper } = await store.resume(id, 1, silent);
    expect(await store.list()).toMatchObject([{ busy: true }]);
    for (const attempt of [() => store.resume(id, 1, silent), () => store.delete(id)]) {
      await expect(attempt()).rejects.toMatchObject({ notice: { kind: "busy" } });
    }
    await store.rename(id, "other");
    await keeper.close();
    await (await store.resume(id, 1, silent)).keeper.close();
    expect(await store.list()).toMatchObject([{ busy: false, name: "other" }]);
  });

  it("tells of other threads and of another version", async () => {
    const disk = new MemoryDisk();
    const store = storeOn(disk);
    const { id } = await stopped(store);
    const { keeper, run } = await store.resume(id, 2, silent);
    await keeper.close();
    expect(run.notices).toEqual([{ kind: "otherThreads", before: 1, now: 2 }]);
    expect(henkanVersion).toBe(run.history.training.ended === null ? henkanVersion : "");
  });

  it("without any save begins from the start; an unknown one is not there", async () => {
    const store = storeOn(new MemoryDisk());
    const keeper = await store.create(tinyRun(), silent);
    await keeper.close();
    const again = await store.resume(keeper.id, 1, silent);
    expect(again.run.state).toBeUndefined();
    const { model } = await trainKept(again.keeper, again.run.setup);
    expect(model.weights.values).toEqual((await whole).values);
    await expect(store.read("no-such-run")).rejects.toMatchObject({ notice: { kind: "notThere" } });
    await expect(store.resume(keeper.id, 1, silent)).rejects.toMatchObject({
      notice: { kind: "cannotGoOn" },
    });
  });
});

async function stopped(store: DiskRunStore): Promise<RunKeeper> {
  const setup = tinyRun();
  const keeper = await store.create(setup, silent);
  await trainKept(keeper, setup, { stopAt: 4 });
  return keeper;
}
