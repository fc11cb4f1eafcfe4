import { createHash } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { loadModel } from "../src/model-folder/model-folder.ts";
import { openRuntime } from "../src/runtime/index.ts";
import type { Model } from "../src/seq2seq/model.ts";
import { exportRun } from "../studio/runs/exchange/export-run.ts";
import { importRun } from "../studio/runs/exchange/import-run.ts";
import type { RunNotice } from "../studio/runs/notice.ts";
import type { RunKeeper, RunSetup } from "../studio/runs/run-keeper.ts";
import { BrowserRunStore } from "../studio/runs/run-store.ts";
import { ServedModels } from "../studio/runs/served-models.ts";
import { MemoryDisk } from "../studio/runs/store/memory-disk.ts";
import { formatPairs } from "../studio/runs/store/pair-lines.ts";
import { tinyRun, trainKept } from "../studio/runs/store/training.fixture.ts";
import { henkan } from "./support/fake-terminal.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { unpackInto } from "./support/unpack.ts";
import { zipOf } from "./support/zip-of.ts";

vi.setConfig({ testTimeout: 120_000 });

const silent = (notice: RunNotice) => expect.fail(JSON.stringify(notice));
const newStore = () =>
  new BrowserRunStore(new MemoryDisk(), new ServedModels(new URL("https://nowhere.test/models/")));

/** Enough updates for somebody to interrupt. */
const setup: RunSetup = tinyRun({ epochs: 12 });

/** A run of the page in a folder, as it is exported with its data. */
async function exported(store: BrowserRunStore, id: string): Promise<string> {
  const context = { runtime: await openRuntime({ threads: 1 }), raw: () => store.raw(id) };
  const fetch = () => expect.fail("nothing is fetched");
  const { bytes, name } = await exportRun(await store.read(id), "run", { ...context, fetch });
  expect(name).toBe("letters-run.zip");
  const folder = await temporaryFolder();
  await unpackInto(folder, bytes);
  return join(folder, "letters");
}

async function open(folder: string, onNotice: (notice: RunNotice) => void = silent, store = newStore()) {
  const file = new Blob([(await zipOf(folder)) as Uint8Array<ArrayBuffer>]);
  return { store, id: await importRun([{ path: "run.zip", file }], store, onNotice) };
}

/** Trains a run of the page on. @returns its model's weights */
async function goOn(store: BrowserRunStore, id: string): Promise<string> {
  const { keeper, run } = await store.resume(id, 1, silent);
  const { model } = await trainKept(keeper, run.setup, { state: run.state });
  return weightsOf(model);
}

/** Their bits, as a digest. */
const weightsOf = ({ weights: { values } }: Model) =>
  createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");
const weightsIn = async (folder: string) => weightsOf((await loadModel(folder)).model);
const train = (folder: string, ...more: string[]) =>
  henkan(["train", join(folder, "train.yaml"), "--runtime.threads=1", ...more]);
/** The same, interrupted at a text. */
async function stopped(args: readonly string[], at: string) {
  const run = await henkan([...args, "--training.checkpoint.updates=1"], {
    isTTY: true,
    onNotice: (text, interrupt) => text.includes(at) && interrupt(),
  });
  expect(run.exitCode, run.stderr.slice(-300)).toBe(130);
}

async function trained(
  run: RunSetup,
  stopAt?: number,
): Promise<{ store: BrowserRunStore; keeper: RunKeeper }> {
  const store = newStore();
  const keeper = await store.create(run, silent);
  keeper.saveSoon();
  await trainKept(keeper, run, stopAt === undefined ? {} : { stopAt });
  return { store, keeper };
}

/** What an undisturbed run gives. */
const whole = trained(setup).then(async ({ store, keeper }) =>
  weightsOf((await store.read(keeper.id)).model),
);

describe("a run of the page that is exported with its data", () => {
  it("goes on by henkan train to the same model, and opens in the page again", async () => {
    const { store, keeper } = await trained(setup, 7);
    const folder = await exported(store, keeper.id);
    const { exitCode, stderr } = await train(folder);
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/\ngoing on where it stopped: in epoch +\d\/12, after 7 updates\n/),
    ]);
    expect(await weightsIn(folder)).toEqual(await whole);
    const again = await open(folder);
    const { summary, model, setup: kept, events } = await again.store.read(again.id);
    expect(summary).toMatchObject({ state: "over", name: "letters", task: "reverse", problem: null });
    expect(weightsOf(model)).toEqual(await whole);
    expect(kept).toEqual(setup);
    expect(events.at(-1)).toMatchObject({ event: "end" });
    expect(events.filter(({ event }) => event === "start")).toHaveLength(1);
  });

  it("goes on by turns: here, on the command line, here", async () => {
    const { store, keeper } = await trained(setup, 7);
    const folder = await exported(store, keeper.id);
    await stopped(["train", join(folder, "train.yaml")], "epoch  4/12");
    const again = await open(folder);
    const { summary } = await again.store.read(again.id);
    expect(summary).toMatchObject({ state: "stopped", name: "letters" });
    expect(summary.update).toBeGreaterThan(7);
    expect(await goOn(again.store, again.id)).toEqual(await whole);
  });

  it("that is over is over for henkan train, and for the page, with its data", async () => {
    const { store, keeper } = await trained(setup);
    const folder = await exported(store, keeper.id);
    expect(await readdir(folder)).not.toContain("model");
    const { exitCode, stderr } = await train(folder);
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining("this run is over; restart trains it anew"),
    ]);
    expect(await weightsIn(folder)).toEqual(await whole);
    const again = await open(folder);
    const { summary, setup: kept, model } = await again.store.read(again.id);
    expect([summary.state, kept.pairs]).toEqual(["over", setup.pairs]);
    expect(weightsOf(model)).toEqual(await whole);
  });

  it("takes the model that it started from with it: before its first save nothing else is known", async () => {
    const { store: origin, keeper } = await trained(tinyRun({ name: "old" }));
    const { model, history } = await origin.read(keeper.id);
    const tuned: RunSetup = { ...setup, from: { name: "old", model, history } };
    const { store, keeper: first } = await trained(tuned);
    const expected = weightsOf((await store.read(first.id)).model);
    const unsaved = await store.create(tuned, silent);
    await unsaved.close();
    const folder = await exported(store, unsaved.id);
    const { stderr } = await train(folder);
    expect(stderr).toContain("started from an older model: ");
    expect(await weightsIn(folder)).toEqual(expected);
    const again = await open(folder);
    expect((await again.store.read(again.id)).summary).toMatchObject({ state: "over", from: "old" });
    // And where it was saved, the command line takes it for the same run.
    const { store: other, keeper: second } = await trained(tuned, 7);
    const half = await exported(other, second.id);
    expect((await train(half)).stderr).toContain("after 7 updates");
    expect(await weightsIn(half)).toEqual(expected);
  });
});

describe("a run that the command line began", () => {
  /** A folder with pairs and, in `runs/letters`, a training that stopped. */
  async function begun(
    dataIn: (folder: string) => Promise<object> = async () => ({ pairs: "pairs.tsv" }),
    ...more: string[]
  ) {
    const folder = await temporaryFolder();
    const lines = (pairs: RunSetup["pairs"]) =>
      pairs.map(({ source, target }) => `${source}\t${target}\n`).join("");
    await writeFile(join(folder, "pairs.tsv"), lines(setup.pairs));
    await writeFile(join(folder, "dev.jsonl"), formatPairs(setup.dev));
    await writeFile(
      join(folder, "settings.yaml"),
      JSON.stringify({
        ...{ source: { tokenizer: "words" }, target: { tokenizer: "words" } },
        encoder: setup.configuration.encoder,
        decoder: setup.configuration.decoder,
        training: { epochs: 12, batchTokens: 16, averageCheckpoints: 2, microBatches: 1 },
        data: await dataIn(folder),
      }),
    );
    const args = (out: string) => [
      ...["train", join(folder, "settings.yaml"), "--out", join(folder, "runs", out)],
      ...["--runtime.threads=1", ...more.map((one) => one.replace("FOLDER", folder))],
    ];
    await stopped(args("letters"), "epoch  3/12");
    const undisturbed = await temporaryFolder();
    const { exitCode, stderr } = await henkan([
      ...args("letters"),
      "--out",
      join(undisturbed, "whole"),
      "--restart",
    ]);
    expect(exitCode, stderr).toBe(0);
    return { folder, expected: await weightsIn(join(undisturbed, "whole")) };
  }

  /** Why a training in a folder is opened as a model alone. */
  async function reasonOf(folder: string): Promise<string> {
    const notices: RunNotice[] = [];
    const { store, id } = await open(folder, (notice) => void notices.push(notice));
    expect((await store.read(id)).summary.state).toBe("model");
    expect(notices).toMatchObject([{ kind: "withoutPairs" }]);
    const [notice] = notices;
    return notice?.kind === "withoutPairs" ? notice.reason.message : "";
  }

  it.each([
    ["with a dev file", ["--dev", "FOLDER/dev.jsonl"]],
    ["whose dev pairs are held out, and whose pairs are cleaned", ["--data.clean.duplicates=drop"]],
  ])("goes on in the page where its pairs are with it: %s", async (_, more) => {
    const { folder, expected } = await begun(undefined, ...more);
    const { store, id } = await open(folder);
    const { summary, setup: kept, model } = await store.read(id);
    expect(summary).toMatchObject({ state: "stopped", name: "letters", task: null });
    expect(kept.configuration.encoder).toEqual(setup.configuration.encoder);
    expect(model.source.toJSON()).toEqual(kept.source.toJSON());
    expect(await goOn(store, id)).toEqual(expected);
  });

  /** The pairs in a dataset with tags and two files of lines, and dev pairs in two files. */
  async function inSeveralFiles(folder: string) {
    const [first, second] = [setup.pairs.slice(0, 9), setup.pairs.slice(9)];
    const side = (pairs: RunSetup["pairs"], of: "source" | "target") =>
      pairs.map((pair) => `${pair[of]}\n`).join("");
    await writeFile(join(folder, "first.jsonl.gz"), gzipSync(formatPairs(first)));
    await writeFile(join(folder, "second.en"), side(second, "source"));
    await writeFile(join(folder, "second.ja"), side(second, "target"));
    await writeFile(join(folder, "dev.en"), side(setup.dev, "source"));
    await writeFile(join(folder, "dev.ja"), side(setup.dev, "target"));
    const lines = (name: string) => ({
      source: join(folder, `${name}.en`),
      target: join(folder, `${name}.ja`),
    });
    const pairs = [{ pairs: join(folder, "first.jsonl.gz"), tag: "<r>" }, { pairs: lines("second") }];
    return { pairs, dev: lines("dev"), clean: { duplicates: "drop" } };
  }

  it("goes on in the page where its pairs are in several files", async () => {
    const { folder, expected } = await begun(inSeveralFiles);
    const { store, id } = await open(folder);
    const { summary, setup: kept } = await store.read(id);
    expect(summary).toMatchObject({ state: "stopped", name: "letters" });
    expect(kept.pairs[0]!.source).toMatch(/^<r> /);
    expect(kept.dev).toHaveLength(setup.dev.length);
    expect(await goOn(store, id)).toEqual(expected);
  });

  it("is opened as a model where one of its files is missing", async () => {
    const { folder } = await begun(inSeveralFiles);
    await rm(join(folder, "second.ja"));
    expect(await reasonOf(folder)).toContain("there is no second.ja in it");
  });

  it("is opened as a model where its datasets are drawn in shares of their own, and it says so", async () => {
    const { folder } = await begun(async (folder) => ({
      ...(await inSeveralFiles(folder)),
      temperature: 2,
    }));
    expect(await reasonOf(folder)).toBe(
      "its datasets have other shares of an epoch than of the pairs (data.temperature or weights): only henkan train goes on with it",
    );
  });

  it("is opened as a model where its pairs are missing or are others, and it says so", async () => {
    const { folder } = await begun();
    for (const [change, reason] of [
      [
        () => writeFile(join(folder, "pairs.tsv"), "a b\tb a\nc\tc\nd\td\n"),
        "pairs.tsv has other pairs than those that it was trained on",
      ],
      [
        () => writeFile(join(folder, "pairs.tsv"), Buffer.from([0xff, 9, 0xfe, 10])),
        "pairs.tsv:1: byte 0xff at offset 0 is not UTF-8",
      ],
      [() => rm(join(folder, "pairs.tsv")), "there is no pairs.tsv in it"],
    ] as const) {
      await change();
      expect(await reasonOf(folder)).toContain(reason);
    }
  });

  it("goes on from the checkpoint before where the newest is damaged", async () => {
    const { folder, expected } = await begun();
    const checkpoints = join(folder, "runs", "letters", "checkpoints");
    const newest = (await readdir(checkpoints)).sort().at(-1)!;
    await writeFile(join(checkpoints, newest, "state.safetensors"), "nothing");
    const notices: RunNotice[] = [];
    const { store, id } = await open(folder, (notice) => void notices.push(notice));
    // As the page gets it from the worker.
    expect(structuredClone(notices)).toMatchObject([
      { kind: "passedOver", reason: { problems: [{ kind: "damagedFile" }] } },
    ]);
    expect(await goOn(store, id)).toEqual(expected);
  });
});
