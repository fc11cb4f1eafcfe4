import { expect } from "vitest";
import { openRuntime } from "../../src/runtime/index.ts";
import { exportRun } from "../../studio/runs/exchange/export-run.ts";
import { DiskRunStore } from "../../studio/runs/store/disk-run-store.ts";
import { MemoryDisk } from "../../studio/runs/store/memory-disk.ts";
import { tinyRun, trainKept } from "../../studio/runs/store/training.fixture.ts";

/** A run that was stopped after four of its many updates, as the page saves it. */
export async function stoppedRun(): Promise<Uint8Array> {
  const store = new DiskRunStore(new MemoryDisk(), { lasting: true, seconds: 0 });
  const setup = tinyRun({ epochs: 5000 });
  const keeper = await store.create(setup, (notice) => expect.fail(JSON.stringify(notice)));
  await trainKept(keeper, setup, { stopAt: 4 });
  const raw = () => store.raw(keeper.id);
  const context = { runtime: await openRuntime({ threads: 1 }), raw, fetch: () => expect.fail() };
  return (await exportRun(await store.read(keeper.id), "run", context)).bytes;
}
