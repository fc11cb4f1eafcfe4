import { describe, expect, it } from "vitest";
import type { RunNotice } from "./notice.ts";
import { noticeWords } from "./notice.ts";
import { BrowserRunStore } from "./run-store.ts";
import { ServedModels } from "./served-models.ts";
import { SmallDisk } from "./store/faulty-disk.fixture.ts";
import { OriginDisk } from "./store/origin-disk.ts";
import { tinyRun, trainKept } from "./store/training.fixture.ts";

const nobody = new ServedModels(new URL("http://127.0.0.1:9/models/"));

describe("runs of a browser", () => {
  it("without a private file system stay in memory, and it says so with the way out", async () => {
    await expect(OriginDisk.open("a")).rejects.toThrow(
      "this browser, or this address, offers no private file system",
    );
    const because: RunNotice = { kind: "noStore", reason: { message: "none here", problems: [] } };
    const store = new BrowserRunStore({ because }, nobody);
    const notices: RunNotice[] = [];
    const setup = tinyRun();
    const keeper = await store.create(setup, (notice) => void notices.push(notice));
    expect([keeper.lasting, notices]).toEqual([false, [because]]);
    const { model } = await trainKept(keeper, setup);
    expect(await store.list()).toMatchObject([{ id: keeper.id, state: "over", place: "memory" }]);
    expect((await store.read(keeper.id)).model.weights.values).toEqual(model.weights.values);
    expect(noticeWords(because, "en").text).toContain("export it before");
    expect(noticeWords(because, "ja").text).toContain("書き出してください");
  });

  it("stay in memory where there is no room for the beginning of one; the others stay where they are", async () => {
    const disk = new SmallDisk();
    const store = new BrowserRunStore(disk, nobody);
    const first = await store.create(tinyRun(), (notice) => expect.fail(JSON.stringify(notice)));
    await first.close();
    disk.room = (await disk.total()) + 100;
    const notices: RunNotice[] = [];
    const second = await store.create(tinyRun(), (notice) => void notices.push(notice));
    await second.close();
    expect(notices).toEqual([{ kind: "full", update: 0 }]);
    expect(await store.list()).toMatchObject([
      { id: second.id, place: "memory" },
      { id: first.id, place: "browser" },
    ]);
    await store.delete(second.id);
    expect((await store.list()).map(({ id }) => id)).toEqual([first.id]);
  });

  it("whose trained model cannot be written have it in memory", async () => {
    const disk = new SmallDisk();
    const store = new BrowserRunStore(disk, nobody);
    const notices: RunNotice[] = [];
    const setup = tinyRun();
    const keeper = await store.create(setup, (notice) => void notices.push(notice));
    disk.room = (await disk.total()) + 100;
    const { model } = await trainKept(keeper, setup);
    expect(notices.map(({ kind }) => kind)).toEqual(["full", "rescued"]);
    const [rescued, beginning] = await store.list();
    expect([rescued?.place, rescued?.name, beginning?.state]).toEqual(["memory", "letters", "stopped"]);
    const read = await store.read(rescued!.id);
    expect(read.model.weights.values).toEqual(model.weights.values);
    expect(read.events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["start", "evaluation", "end"]),
    );
  });
});
