import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { createTranslator } from "../src/search/translator.ts";
import type { Model } from "../src/seq2seq/model.ts";
import { EOS } from "../src/text/index.ts";
import { exportRun } from "../studio/runs/exchange/export-run.ts";
import { DiskRunStore } from "../studio/runs/store/disk-run-store.ts";
import { MemoryDisk } from "../studio/runs/store/memory-disk.ts";
import { withoutChromium } from "./support/chromium.ts";
import { exportable, exportedOnnx, lines, sourceRows, subwordModel } from "./support/exported-onnx.ts";
import { henkan } from "./support/fake-terminal.ts";
import { askPython, withoutModules } from "./support/python.ts";
import { tokenIds } from "./support/reference-search-comparison.ts";
import { runtimes } from "./support/runtimes.ts";
import { download, hypothesesInPage, runsInPage, studioOfSuite } from "./support/studio-page.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";
import { unpackInto } from "./support/unpack.ts";
import { zipOf } from "./support/zip-of.ts";

vi.setConfig({ testTimeout: 400_000, hookTimeout: 200_000 });

const models: Readonly<Record<string, Model>> = {
  ...exportable,
  "characters to words": untrainedModel(),
  subwords: subwordModel(),
  "subwords with copying": subwordModel({ copying: true }),
};

describe.skipIf(withoutChromium !== "")(`models that leave the page again${withoutChromium}`, () => {
  const openTab = studioOfSuite();

  it("give the same texts and scores by henkan translate as in the page, whatever they are made of", async () => {
    const { page } = await openTab({ hash: "#/runs" });
    const folder = await temporaryFolder();
    const asked = ["bead", "zz"]; // the page answers each in a worker of its own
    for (const [index, [kind, model]] of Object.entries(models).entries()) {
      const name = `model-${index}`;
      await saveModel(join(folder, name), model, history);
      await open(page, await zipOf(join(folder, name)), name);
      const { id } = (await runsInPage(page)).find((run) => run.name === name)!;
      const out = join(folder, "saved");
      await unpackInto(out, await saved(page, name));
      await writeFile(join(folder, "lines"), `${asked.join("\n")}\n`);
      const input = [
        "--input",
        join(folder, "lines"),
        "--beam",
        "3",
        "--n-best",
        "3",
        "--output-format",
        "jsonl",
      ];
      const { stdout, stderr, exitCode } = await henkan(["translate", join(out, name), ...input]);
      expect(exitCode, stderr).toBe(0);
      const there = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).hypotheses as Found[]);
      const here = await hypothesesInPage(page, id, asked, 3);
      expect(
        here.map((found) => found.map(({ text }) => text)),
        kind,
      ).toEqual(there.map((found) => found.map(({ text }) => text)));
      for (const [i, found] of here.entries())
        for (const [n, { score }] of found.entries())
          expect(Math.abs(score - there[i]![n]!.score), `${kind}, ${asked[i]}`).toBeLessThan(1e-4);
    }
  });

  interface Found {
    readonly text: string;
    readonly score: number;
  }

  async function open(page: Page, bytes: Uint8Array, name: string): Promise<void> {
    const zip = { name: `${name}.zip`, mimeType: "application/zip", buffer: Buffer.from(bytes) };
    await page.locator("input[accept='.zip']").setInputFiles(zip);
    await page.getByRole("heading", { name, exact: true }).waitFor();
  }

  async function saved(page: Page, name: string): Promise<Uint8Array> {
    const run = page.locator(".run").filter({ has: page.getByRole("heading", { name, exact: true }) });
    await run.getByRole("button", { name: "Save as" }).click();
    const button = run.getByRole("button", { name: "Model folder (zip)" });
    const { bytes } = await download(page, () => button.click());
    await run.getByRole("button", { name: "Save as" }).click();
    return bytes;
  }
});

describe("model.onnx of the page", () => {
  /** As the worker makes it. */
  async function onnxOf(model: Model): Promise<Uint8Array> {
    const store = new DiskRunStore(new MemoryDisk(), { lasting: true });
    const id = await store.add({ name: "letters", model, history, events: [] });
    const runtime = await runtimes[0]!.open();
    const context = { runtime, raw: () => store.raw(id), fetch: () => expect.fail("nothing is fetched") };
    return (await exportRun(await store.read(id), "onnx", context)).bytes;
  }

  it.each(Object.entries(exportable))("is the one of henkan export: %s", async (_, model) => {
    const { model: there } = await exportedOnnx(model, { beam: 5 });
    expect(Buffer.compare(await onnxOf(model), there)).toBe(0);
  });

  const without = withoutModules("onnxruntime");
  it.skipIf(without !== "")(`gives in Python's ONNX Runtime what the model gives${without}`, async () => {
    const model = exportable["attention with copying, LSTM"]!;
    const path = join(await temporaryFolder(), "model.onnx");
    await writeFile(path, await onnxOf(model));
    expect((await readFile(path)).length).toBeGreaterThan(1000);
    const [found] = askPython<{ ids: number[][][]; scores: number[][] }[]>(
      "onnx_runtime.py",
      [sourceRows(model, lines)],
      [path],
    );
    const translator = await createTranslator(model, await runtimes[0]!.open());
    for (const [b, { tokens, score, source }] of (await translator.translate(lines, { beam: 5 })).entries()) {
      expect(found!.ids[b]![0]!.filter((id) => id > 0)).toEqual([...tokenIds(model, tokens, source), EOS]);
      expect(found!.scores[b]![0]).toBeCloseTo(score, 2);
    }
  });
});
