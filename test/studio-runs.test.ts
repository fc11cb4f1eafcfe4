import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { serveStudio } from "../src/cli/studio-server.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { henkan } from "./support/fake-terminal.ts";
import { serveFolder } from "./support/static-server.ts";
import { stoppedRun } from "./support/stopped-run.ts";
import {
  builtStudio,
  download,
  openStudio,
  outputsInPage,
  runsInPage,
  spoilRun,
} from "./support/studio-page.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";
import { unpackInto } from "./support/unpack.ts";
import { zipOf } from "./support/zip-of.ts";

vi.setConfig({ testTimeout: 400_000, hookTimeout: 200_000 });

/** A training of a moment, with dropout, two epochs and their average. */
const settings = {
  encoder: { size: 12, embedding: 10 },
  decoder: { size: 12, embedding: 10 },
  training: { epochs: 2, batchTokens: 6000, averageCheckpoints: 2 },
};
const training = `#/train?task=copy&settings=${encodeURIComponent(JSON.stringify(settings))}`;
const name = "Letters, copied";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const status = (page: Page) => page.locator(".controls [role=status]");
const says = (page: Page, text: string) =>
  status(page).filter({ hasText: text }).waitFor({ timeout: 200_000 });
const shows = (page: Page, text: string | RegExp) =>
  page.locator(".run .note").first().filter({ hasText: text }).waitFor();

/** Saves the first run of the list in a form. */
async function saved(page: Page, kind: string) {
  const button = page.getByRole("button", { name: kind, exact: true });
  if (!(await button.isVisible())) await page.getByRole("button", { name: "Save as" }).first().click();
  return download(page, () => button.click());
}

/** Opens a file in the view of runs. */
async function open(page: Page, bytes: Uint8Array, file = "saved.zip") {
  await page
    .locator("input[accept='.zip']")
    .setInputFiles({ name: file, mimeType: "application/zip", buffer: Buffer.from(bytes) });
}

async function onlyRun(page: Page) {
  const runs = await runsInPage(page);
  expect(runs).toHaveLength(1);
  return runs[0]!;
}

describe.skipIf(withoutChromium !== "")(`runs of the studio in Chromium${withoutChromium}`, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof builtStudio>>;
  let served: Awaited<ReturnType<typeof serveStudio>>;
  let models: string;
  /** A run of many epochs that was stopped after some updates, as it is saved. */
  let stopped: Uint8Array;

  beforeAll(async () => {
    models = await mkdtemp(join(tmpdir(), "henkan-models-"));
    await saveModel(join(models, "letters"), untrainedModel(), history);
    [browser, site] = await Promise.all([launchChromium(), builtStudio()]);
    served = await serveStudio({ site: site.folder, models: new Map(), port: 0 });
    stopped = await stoppedRun();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await site?.remove();
    await rm(models, { recursive: true, force: true });
  });

  it("train, pause, are reloaded, go on to the bits of an undisturbed training, and leave for the command line", async () => {
    const undisturbed = await openStudio(browser, served.url, { hash: training });
    await undisturbed.page.getByRole("button", { name: "Start" }).click();
    await says(undisturbed.page, "Done");
    await undisturbed.view("#/runs");
    await shows(undisturbed.page, /^trained · Letters, copied · \d+ updates · [\d.]+\s% exact on dev · /);
    const whole = await saved(undisturbed.page, "Model folder (zip)");
    expect(whole.name).toBe(`${name}.zip`);

    const { page, view } = await openStudio(browser, served.url, { hash: training });
    await page.getByRole("button", { name: "One step" }).click(); // it would be over before one can pause it
    await says(page, "Paused");
    await page.getByRole("button", { name: "One step" }).click();
    await expect.poll(async () => (await onlyRun(page)).update).toBe(2);
    await page.reload();
    await view("#/runs");
    await shows(page, /^can go on · Letters, copied · /);
    await page.getByRole("link", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Go on" }).click();
    await says(page, "Done");
    await view("#/runs");
    await shows(page, /^trained/);
    const resumed = await saved(page, "Model folder (zip)");
    const [a, b] = [whole, resumed].map(({ bytes }) => unzipSync(bytes));
    const files = ["config.json", "metrics.jsonl", "report.html", "source.tokenizer.json"];
    const all = [...files, "target.tokenizer.json", "weights.safetensors"].map((file) => `${name}/${file}`);
    expect([Object.keys(a!).sort(), Object.keys(b!).sort()]).toEqual([all, all]);
    const weights = `${name}/weights.safetensors`;
    expect(sha256(b![weights]!)).toBe(sha256(a![weights]!));
    const told = (run: Record<string, Uint8Array>) =>
      Buffer.from(run[`${name}/metrics.jsonl`]!)
        .toString()
        .match(/"event":"\w+"|"loss":[\d.]+/g);
    expect(told(b!)).toEqual(told(a!));

    // And the command line reads what was saved.
    const folder = await temporaryFolder();
    await unpackInto(folder, resumed.bytes);
    const lines = ["a b c", "d e f g h", "b b b a c d e"];
    const input = join(folder, "lines");
    await writeFile(input, `${lines.join("\n")}\n`);
    const { exitCode, stdout, stderr } = await henkan(["translate", join(folder, name), "--input", input]);
    expect(exitCode, stderr).toBe(0);
    expect(await outputsInPage(page, (await onlyRun(page)).id, lines)).toEqual(stdout.trimEnd().split("\n"));
    const inspected = await henkan(["inspect", join(folder, name), "--json"]);
    expect(JSON.parse(inspected.stdout)).toMatchObject({ training: { ended: "epochs", runtime: "wasm" } });
  });

  it("of the command line open in the page, from the server, from a zip and from a folder", async () => {
    const withModels = await serveStudio({
      site: site.folder,
      models: new Map([["letters 1", join(models, "letters")]]),
      port: 0,
    });
    onTestFinished(() => withModels.close());
    const { page } = await openStudio(browser, withModels.url, { hash: "#/runs" });
    await shows(page, /^model · offered by the server/);
    expect(await page.getByRole("button", { name: "Delete" }).count()).toBe(0);
    const lines = ["hgfed", "abc"];
    const input = join(models, "lines");
    await writeFile(input, `${lines.join("\n")}\n`);
    const { stdout } = await henkan(["translate", join(models, "letters"), "--input", input]);
    const expected = stdout.split("\n").slice(0, 2);
    expect(await outputsInPage(page, "served:letters%201", lines)).toEqual(expected);

    await writeFile(join(models, "letters", "notes.txt"), "mine");
    await open(page, await zipOf(join(models, "letters")), "zipped.zip");
    await page.getByRole("heading", { name: "zipped" }).waitFor();
    await page.locator("input[webkitdirectory]").setInputFiles(join(models, "letters"));
    await page.getByRole("heading", { name: "letters", exact: true }).waitFor();
    const runs = await runsInPage(page);
    expect(runs.map((run) => run.name).sort()).toEqual(["letters", "letters 1", "zipped"]);
    for (const { id } of runs) expect(await outputsInPage(page, id, lines)).toEqual(expected);
  });

  it("that the command line began, opened with their pairs, go on in the page, and then on the command line again", async () => {
    const folder = await temporaryFolder();
    const tsv = Array.from({ length: 60 }, (_, i) => `a${i % 7} b${i % 5} ${i}\tb${i % 5} a${i % 7}\n`);
    await writeFile(join(folder, "pairs.tsv"), tsv.join(""));
    const sizes = ["encoder", "decoder"].flatMap((side) => [`--${side}.size=8`, `--${side}.embedding=6`]);
    const rest = ["--training.epochs=50000", "--training.batchTokens=100", "--training.microBatches=1"];
    const out = ["--pairs", join(folder, "pairs.tsv"), "--out", join(folder, "runs", "mine")];
    const begun = await henkan(["train", ...out, ...sizes, ...rest], {
      isTTY: true,
      onNotice: (text, interrupt) => text.includes(" 2/50000") && interrupt(),
    });
    expect(begun.exitCode, begun.stderr.slice(-300)).toBe(130);

    const { page, view } = await openStudio(browser, served.url, { hash: "#/runs" });
    await open(page, await zipOf(join(folder, "runs", "mine")), "mine.zip");
    const told = page.locator(".problem").filter({ hasText: "there is no pairs.tsv in it" });
    await told.waitFor();
    await told.getByRole("button").click();
    await shows(page, /^model/);
    await open(page, await zipOf(folder), "all.zip");
    await shows(page, /^can go on/);
    const { update } = (await runsInPage(page)).find(({ state }) => state === "stopped")!;
    await page.getByRole("link", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Go on" }).click();
    const shown = async () => await page.locator("[data-figure=update]").innerText();
    await expect
      .poll(async () => Number((await shown()).replaceAll(",", "")), { timeout: 200_000 })
      .toBeGreaterThan(update);
    await page.getByRole("button", { name: "Stop" }).click();
    await says(page, "Stopped");
    await view("#/runs");
    await shows(page, /^can go on/);
    const { bytes } = await saved(page, "Run with its data (zip)");
    const back = await temporaryFolder();
    await unpackInto(back, bytes);
    const { exitCode, stderr } = await henkan(["train", join(back, "mine", "train.yaml")], {
      isTTY: true,
      onNotice: (text, interrupt) => text.includes("loss") && interrupt(),
    });
    expect(exitCode, stderr.slice(-300)).toBe(130);
    const [, from] = /going on where it stopped: in epoch +\d+\/50000, after ([\d,]+) updates/.exec(stderr)!;
    expect(Number(from!.replaceAll(",", ""))).toBeGreaterThan(update);
  });

  it("are refused where they are no model, or a zip leads elsewhere; nothing of them is kept", async () => {
    const { page } = await openStudio(browser, served.url, { hash: "#/runs" });
    const told = page.locator(".problems .problem");
    for (const [bytes, reason] of [
      [Buffer.from("not a zip at all, and long enough to be one"), "it is no zip, or a damaged one"],
      [zipSync({ "notes.txt": Buffer.from("a") }), "there is no config.json in it"],
      [zipSync({ "../config.json": Buffer.from("{}") }), 'the zip has a file with the path "../config.json"'],
      [zipSync({ "config.json": Buffer.from("<script>alert(1)</script>") }), "config.json: not JSON"],
    ] as const) {
      await open(page, bytes);
      await told.filter({ hasText: reason }).waitFor();
      expect(await told.textContent()).toContain('Choose a model folder as "henkan train" writes it');
      await told.getByRole("button").click();
    }
    expect(await page.getByText("There is no run yet.").count()).toBe(1);
  });

  it("are named, compared, exported in every form and deleted", async () => {
    const { page } = await openStudio(browser, served.url, { hash: "#/runs" });
    await open(page, await zipOf(join(models, "letters")), "trained.zip");
    await shows(page, /^model/);
    await open(page, stopped);
    await page.locator(".run").nth(1).waitFor();
    const [first, second] = [page.locator(".run").first(), page.locator(".run").nth(1)]; // the newer one is first
    await first.getByRole("button", { name: "Rename" }).click();
    await page.keyboard.type("<img src=x onerror=alert(1)>");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "<img src=x onerror=alert(1)>" }).waitFor();
    for (const box of await page.getByRole("checkbox").all()) await box.check();
    await page.getByRole("table").first().waitFor();
    expect(page.url()).toMatch(/#\/runs\?compare=/);
    expect(await page.locator(".run-comparison caption").allTextContents()).toContain(
      "Scores of the model that was kept, on dev",
    );
    await second.getByRole("button", { name: "Save as" }).click();
    const onnx = await download(page, () => second.getByRole("button", { name: "model.onnx" }).click());
    expect(onnx.name).toBe("letters.onnx");
    const exported = await download(page, () =>
      second.getByRole("button", { name: "Web page (zip)" }).click(),
    );
    const folder = await temporaryFolder();
    await unpackInto(folder, exported.bytes);
    await showsExportedPage(browser, join(folder, "letters"));

    await second.getByRole("button", { name: "Delete" }).click();
    await second.getByRole("button", { name: "Keep" }).click();
    await second.getByRole("button", { name: "Delete" }).click();
    await second.getByRole("button", { name: "Delete for good" }).click();
    await second.waitFor({ state: "detached" });
    expect(await page.locator(".run").count()).toBe(1);
  });

  it("are in one tab's hands at a time", async () => {
    const { page, another } = await openStudio(browser, served.url, { hash: "#/runs" });
    await open(page, stopped);
    await page.getByRole("link", { name: "Go on" }).click();
    const address = new URL(page.url()).hash;
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Pause" }).click({ timeout: 200_000 });
    await says(page, "Paused");
    const other = await another("#/runs");
    await shows(other, /^in hand in a tab/);
    expect(await other.getByRole("link", { name: "Go on" }).count()).toBe(0);
    expect(await other.getByRole("button", { name: "Delete" }).isDisabled()).toBe(true);
    const third = await another(address);
    await third.getByRole("button", { name: "Go on" }).click();
    await third.locator(".problem").filter({ hasText: "Another tab has this run in hand." }).waitFor();
    await page.close(); // in the middle of a training
    await other.reload();
    await shows(other, /^can go on/);
  });

  it("that are damaged are told, saved as they are, and deleted", async () => {
    const { page } = await openStudio(browser, served.url, { hash: "#/runs" });
    await open(page, stopped);
    await shows(page, /^can go on/);
    const { id } = await onlyRun(page);
    await spoilRun(page, id, "train.jsonl");
    await page.getByRole("link", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.locator(".problem").filter({ hasText: "train.jsonl: it is not what was written" }).waitFor();
    for (const turn of ["a", "b"]) await spoilRun(page, id, `studio.${turn}.json`);
    await page.goto(`${served.url}#/runs`);
    await shows(page, /^damaged/);
    expect(await page.locator(".run-problem").textContent()).toContain("its record cannot be read");
    const raw = await saved(page, "Save the files as they are (zip)");
    expect(Object.keys(unzipSync(raw.bytes)).some((path) => path.endsWith("state.safetensors"))).toBe(true);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.getByText("There is no run yet.").waitFor();
  });

  it("survive tabs that are closed while they are saved, again and again", async () => {
    const { page } = await openStudio(browser, served.url, { hash: "#/runs" });
    const configuration = { ...settings, training: { epochs: 100_000, batchTokens: 400 } };
    const begun = {
      data: { task: "copy", seed: 1, count: 200 },
      arms: [{ name: "a", configuration }],
      sentences: [],
    };
    await trainAndClose(page, begun, 100);
    const { id } = await onlyRun(page);
    const isLeft = async () => {
      await expect.poll(async () => (await onlyRun(page)).busy).toBe(false);
      const { update, state } = await onlyRun(page);
      expect(state).toBe("stopped");
      return update;
    };
    let before = 0;
    for (let round = 1; round <= 5; round++) {
      await isLeft(); // the browser lets go of a worker's run after the worker
      const notices = await trainAndClose(page, { runs: [id], sentences: [] }, 13 * round);
      expect(notices, `round ${round}`).toEqual([]);
      const update = await isLeft();
      expect(update, `round ${round}`).toBeGreaterThanOrEqual(before);
      before = update;
    }
    expect(before).toBeGreaterThan(4);
  });

  it("are told where the browser's storage is full, and stay in the tab", async () => {
    const { page, view } = await openStudio(browser, served.url, { hash: training });
    const devtools = await page.context().newCDPSession(page);
    const { origin } = new URL(served.url);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 30_000 });
    await page.getByRole("button", { name: "Start" }).click();
    const full = page.locator(".notice, .problem").filter({ hasText: "storage for this page is full" });
    await full.first().waitFor({ timeout: 200_000 });
    await says(page, "Done");
    await view("#/runs");
    await shows(page, /^trained · not kept: only in this tab/);
    expect((await saved(page, "Model folder (zip)")).bytes.length).toBeGreaterThan(1000);
  });

  it("over plain http from another machine are not kept, and it says so: there is no file system", async () => {
    const plain = await serveFolder(site.folder);
    const elsewhere = await launchChromium(["--host-resolver-rules=MAP machine.test 127.0.0.1"]);
    onTestFinished(async () => {
      await elsewhere.close();
      plain.close();
    });
    const url = plain.url.replace("127.0.0.1", "machine.test");
    const { page } = await openStudio(elsewhere, url, { hash: "#/runs" });
    await page.getByRole("alert").filter({ hasText: "Runs are not kept here" }).waitFor();
    await page.getByRole("status").filter({ hasText: "neither https nor localhost" }).waitFor();
    await open(page, await zipOf(join(models, "letters")));
    await shows(page, /^model · not kept: only in this tab/);
    expect(await runsInPage(page)).toEqual([]); // of another worker, which has a memory of its own
  });
});

/**
 * Trains in a worker of its own, has it save whenever it can, and ends it while it does, as a closed tab would.
 * @param milliseconds after some updates
 * @returns the notices that it gave
 */
async function trainAndClose(page: Page, order: object, milliseconds: number): Promise<unknown[]> {
  return (await page.evaluate(`new Promise((resolve, reject) => {
    const notices = [];
    let left = 4;
    const worker = new Worker(new URL("worker.js", document.baseURI), { type: "module" });
    const ask = (id, name, argument) => worker.postMessage({ kind: "call", id, name, argument });
    const timer = setInterval(() => ask(2, "train.wish", "save"), 20);
    worker.onmessage = ({ data }) => {
      if (data.kind === "failure") reject(new Error(data.message));
      if (data.event?.kind === "notice") notices.push(data.event.notice);
      if (data.event?.event?.event !== "progress" || --left !== 0) return;
      setTimeout(() => {
        worker.terminate();
        clearInterval(timer);
        resolve(notices);
      }, ${milliseconds});
    };
    ask(1, "train.begin", ${JSON.stringify(order)});
  })`)) as unknown[];
}

/** An exported page, served by itself, translates. */
async function showsExportedPage(browser: Browser, folder: string): Promise<void> {
  const server = await serveFolder(folder);
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    server.close();
  });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.fill("#source", "a b c");
  await page.press("#source", "Enter");
  await page.locator("#result").waitFor({ timeout: 60_000 });
  expect(await page.textContent("#output")).not.toBe("");
}
