import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { withoutChromium } from "./support/chromium.ts";
import { henkan } from "./support/fake-terminal.ts";
import { checkLooks } from "./support/looks.ts";
import { download, outputsInPage, runsInPage, studioOfSuite } from "./support/studio-page.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";
import { unpackInto } from "./support/unpack.ts";

vi.setConfig({ testTimeout: 400_000, hookTimeout: 200_000 });

/** A zip of a model of letters to words, as the command line leaves it. */
async function zippedModel(): Promise<Uint8Array> {
  const folder = join(await temporaryFolder(), "letters");
  await saveModel(folder, untrainedModel({ target: { tokenizer: "words" } }), history);
  const names = await readdir(folder);
  const files = names.map(async (name) => [`letters/${name}`, await readFile(join(folder, name))] as const);
  return zipSync(Object.fromEntries(await Promise.all(files)));
}

const words = ["p", "q", "r", "s", "new"];
const lines = Array.from({ length: 60 }, (_, i) => {
  return `${"abcdefghz"[i % 9]}${"hgfedc"[i % 6]}${i % 7}\t${words[i % 5]} ${words[i % 3]}`;
});

describe.skipIf(withoutChromium !== "")(`fine-tuning in the studio${withoutChromium}`, () => {
  const openTab = studioOfSuite();

  const says = (page: Page, text: string) =>
    page.locator(".controls [role=status]").filter({ hasText: text }).waitFor({ timeout: 200_000 });
  const open = async (page: Page, bytes: Uint8Array) => {
    const zip = { name: "letters.zip", mimeType: "application/zip", buffer: Buffer.from(bytes) };
    await page.locator("input[accept='.zip']").setInputFiles(zip);
    await page.getByRole("heading", { name: "letters" }).waitFor();
  };
  /** The model folder of a run, saved and unpacked. */
  const savedFolder = async (page: Page, run: Locator) => {
    await run.getByRole("button", { name: "Save as" }).click();
    const button = run.getByRole("button", { name: "Model folder (zip)" });
    const { name, bytes } = await download(page, () => button.click());
    const folder = await temporaryFolder();
    await unpackInto(folder, bytes);
    return join(folder, name.replace(/\.zip$/, ""));
  };
  const paste = async (page: Page) => {
    await page.getByLabel("Or paste pairs").fill(lines.join("\n"));
    await page.getByRole("button", { name: "Read what is pasted", exact: true }).click();
    await page.getByText("59 to train on, 1 held out.").waitFor();
  };

  it("trains a model of the command line on with one's own pairs, by the keyboard, and leaves for the command line", async () => {
    const { page, view } = await openTab({ hash: "#/runs" });
    await open(page, await zippedModel());
    await page.getByRole("link", { name: "Fine-tune" }).focus();
    await page.keyboard.press("Enter");
    const from = page.getByLabel("Starts from");
    await expect.poll(() => from.locator("option:checked").textContent()).toBe("letters");
    const { id } = (await runsInPage(page))[0]!;
    expect(new URL(page.url()).hash).toBe(`#/train?task=own&from=${id}`);
    // The settings are the model's.
    await expect.poll(() => page.getByLabel("Size", { exact: true }).inputValue()).toBe("6");
    await paste(page);
    await page.getByLabel("Epochs").fill("2");
    await page.getByLabel("Epochs").press("Tab");
    await page.getByRole("button", { name: "Start" }).focus();
    await page.keyboard.press("Enter");
    await says(page, "Done");
    expect(await page.locator(".transfer").textContent()).toMatch(
      /^Started from an older model: \d+ parameters copied, 4 mapped by token\. It knows 12 of 20 source tokens and 8 of 9 target tokens\.$/,
    );
    await checkLooks(page);
    await view("#/runs");
    const run = page.locator(".run").filter({ hasText: "started from “letters”" });
    await run.getByRole("heading", { name: /· fine-tuned$/ }).waitFor();
    const folder = await savedFolder(page, run);
    await writeFile(join(folder, "lines"), "abc\nzed\n");
    const input = ["--input", join(folder, "lines")];
    const { stdout, stderr, exitCode } = await henkan(["translate", folder, ...input]);
    expect(exitCode, stderr).toBe(0);
    const tuned = (await runsInPage(page)).find(({ name }) => name.includes("fine-tuned"))!;
    expect(await outputsInPage(page, tuned.id, ["abc", "zed"])).toEqual(stdout.trimEnd().split("\n"));
  });

  it("is held, loaded again, and goes on to the same model; a task is learnt, too", async () => {
    const settings = { training: { epochs: 2, batchTokens: 3000 } };
    const { page, view } = await openTab({ hash: "#/runs" });
    await open(page, await zippedModel());
    const { id } = (await runsInPage(page))[0]!;
    const link = `#/train?task=reverse&pairs=300&from=${id}&settings=${JSON.stringify(settings)}`;
    const finished: string[] = [];
    for (const held of [false, true]) {
      await view(link);
      await page.getByRole("button", { name: held ? "One step" : "Start" }).click();
      if (held) {
        await says(page, "Paused");
        await page.reload();
        await page.getByRole("button", { name: "Go on" }).click();
      }
      await says(page, "Done");
      const tuned = (await runsInPage(page)).find((run) => run.id !== id && !finished.includes(run.id))!;
      finished.push(tuned.id);
    }
    await view("#/runs");
    await page.locator(".run").nth(2).waitFor();
    expect(await page.getByText("started from “letters”").count()).toBe(2);
    const weights: Buffer[] = [];
    for (const run of (await page.locator(".run").all()).slice(0, 2)) {
      weights.push(await readFile(join(await savedFolder(page, run), "weights.safetensors")));
    }
    expect(weights[0]!.equals(weights[1]!)).toBe(true);
  });

  it("says what cannot be trained on, in both languages, and keeps nothing of it", async () => {
    const { page, view } = await openTab({ hash: "#/train?task=reverse&from=0123" });
    await page
      .getByLabel("Starts from")
      .locator("option:checked", { hasText: "a model that is not in this browser" })
      .waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Start" }).click();
    await page.locator(".problem").filter({ hasText: "There is no such run in this browser." }).waitFor();
    await view("#/runs");
    await open(page, await zippedModel());
    const { id } = (await runsInPage(page))[0]!;
    const settings = encodeURIComponent(JSON.stringify({ encoder: { embedding: 4 } }));
    await view(`#/train?task=reverse&pairs=300&from=${id}&settings=${settings}`);
    await page.getByRole("button", { name: "Start" }).click();
    await page.locator(".problem").filter({ hasText: "from: its weights have other shapes" }).waitFor();
    await view(`#/train?task=reverse&from=${id}&lang=ja`);
    await page.getByLabel("重みの初期値").selectOption("乱数で初期化");
    expect(new URL(page.url()).hash).toBe("#/train?task=reverse&lang=ja");
    await page.getByLabel("重みの初期値").selectOption("letters");
    await page.getByText("選んだモデルの重みから学習を始めます（ファインチューニング）。").waitFor();
    await checkLooks(page);
    expect(await runsInPage(page)).toHaveLength(1);
  });
});
