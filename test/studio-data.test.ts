import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { withoutChromium } from "./support/chromium.ts";
import { checkLooks } from "./support/looks.ts";
import { studioOfSuite } from "./support/studio-page.ts";

describe.skipIf(withoutChromium !== "")(`own pairs and settings in the studio${withoutChromium}`, () => {
  const openTab = studioOfSuite();

  const open = async (hash: string, options = {}) => (await openTab({ hash, ...options })).page;
  const own = (more = "") => open(`#/train?task=own${more}`);
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
  const give = (page: Page, name: string, text: string | Buffer) =>
    page
      .getByLabel("File of pairs")
      .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text as string) });
  const told = (page: Page) => page.locator(".own-pairs [role=status]");
  const paste = async (page: Page, text: string) => {
    await page.getByLabel("Or paste pairs").fill(text);
    await button(page, "Read what is pasted").click();
  };
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => `word ${i % 7} ${i}\t語 ${i}\n`).join("");

  it("reads a file, shows pairs and what was left out and why, and trains on them", async () => {
    const small = { encoder: { size: 8, embedding: 4 }, decoder: { size: 8, embedding: 4 } };
    const settings = encodeURIComponent(
      JSON.stringify({ ...small, training: { epochs: 1, batchTokens: 400 } }),
    );
    const page = await own(`&settings=${settings}`);
    await button(page, "Start").click();
    await page.getByText("Choose your pairs first.").waitFor();
    await give(
      page,
      "cards.txt",
      `#separator:tab\n#html:true\nI &amp; you\tわたしと<b>あなた</b>\n\nalone\t\n${lines(400)}`,
    );
    await told(page).getByText("393 to train on, 8 held out.").waitFor();
    expect(await told(page).innerText()).toContain("cards.txt");
    expect(await page.locator(".pairs-preview").innerText()).toContain("I & you\tわたしとあなた");
    await told(page).getByText("Records left out: 2").click();
    expect(await page.locator(".left-out").innerText()).toMatch(
      /empty line: 1[\s\S]*lacks the source or the target: 1/,
    );
    await button(page, "Start").click();
    await page.getByText("Done: the best model is kept.").waitFor();
    expect(await page.locator(".translations li").count()).toBe(4);
  });

  it("two pasted pairs are enough, and that they are few is told", async () => {
    const page = await own();
    await paste(page, "hello\tこんにちは\nyes\tはい");
    await told(page).getByText("1 to train on, 1 held out.").waitFor();
    expect(await told(page).innerText()).toContain("2 pairs are few");
    await page.getByText("How it is read").click();
    await page.getByLabel("Exchange source and target").check();
    await page.locator(".pairs-preview", { hasText: "こんにちはhello" }).waitFor();
    await page.getByText("All settings").first().click();
    await page.getByLabel("Key").first().fill("context.score");
    await checkLooks(page);
  });

  it("files that hold no pairs are refused with the way out", async () => {
    const page = await own();
    for (const [name, content, words] of [
      ["one.tsv", "hello\nworld\n", "Its lines have one column, such as “hello”."],
      ["cards.apkg", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), "This is not a text file but zip"],
      ["data.bin", Buffer.from([1, 0, 2, 0, 255, 254, 0]), "This is not a text file."],
      ["alone.tsv", "hello\tこんにちは\n", "There is one pair in it. Expected two at least"],
      ["empty.tsv", "", "There is no pair in it."],
      ["odd.csv", 'a,b\n"x,y\n', "odd.csv:2: not CSV: the quote that opens here is never closed"],
      ["sjis.tsv", Buffer.from([0x61, 9, 0x93, 0xfa, 10]), "is not UTF-8: convert the file"],
    ] as const) {
      await give(page, name, content as string);
      await told(page).getByText(words).waitFor();
    }
    await give(page, "good.tsv", lines(300));
    await told(page).getByText("294 to train on, 6 held out.").waitFor();
  });

  it("of 200 MB what fits is read, the page does not wait, and the limit is told", async () => {
    const page = await own();
    await page.locator(".drop-place").waitFor();
    await page.evaluate(`{
      const piece = new TextEncoder().encode(${JSON.stringify(lines(2000))});
      const file = new File(Array(Math.ceil(2e8 / piece.length)).fill(piece), "huge.tsv");
      const files = new DataTransfer();
      files.items.add(file);
      const drop = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
      document.querySelector(".drop-place").dispatchEvent(drop);
    }`);
    await page.locator("progress").waitFor();
    await told(page).getByText("Only the first 200,000 pairs were taken").waitFor({ timeout: 100_000 });
    await told(page).getByText("198,000 to train on, 2,000 held out.").waitFor();
  });

  it("text full of markup is text", async () => {
    const page = await own();
    await paste(
      page,
      `<img src=x onerror="window.evil=1">\t<script>window.evil=1</script>\n<b>bold</b>\t"'&<svg onload=window.evil=1>`,
    );
    const preview = page.locator(".pairs-preview");
    await preview.getByText('<img src=x onerror="window.evil=1">').waitFor();
    expect(await preview.locator("img, script, b, svg").count()).toBe(0);
    expect(await page.evaluate("window.evil")).toBeUndefined();
  });

  it("settings are described in the reader's language; Japanese is loaded only when it is shown", async () => {
    const page = await open("#/train?task=reverse");
    const japaneseLoaded = () =>
      page.evaluate(() =>
        performance.getEntriesByType("resource").some(({ name }) => /descriptions/.test(name)),
      );
    const choose = async (details: string, key: string) => {
      await page.getByText(details).first().click();
      await page.getByLabel(key).first().fill("encoder.embedding");
    };
    const about = page.locator(".setting-editor .note");
    await choose("All settings", "Key");
    await about.getByText("Size E of the token embeddings. Default: 256.").waitFor();
    expect(await japaneseLoaded()).toBe(false);
    await page.getByRole("button", { name: "日本語" }).click();
    await about.getByText("トークンの埋め込みの次元数 E です。 既定値：256。").waitFor();
    expect(await about.locator("[lang=en]").count()).toBe(0);
    await page.reload();
    await page.locator("datalist option").first().waitFor({ state: "attached" });
    expect(await japaneseLoaded()).toBe(false);
    await choose("すべての設定", "キー");
    await about.getByText("トークンの埋め込みの次元数 E です。").waitFor();
    expect(await japaneseLoaded()).toBe(true);
    await page.getByLabel("キー").first().fill("context.score");
    await checkLooks(page);
  });

  it("settings are described in English where Japanese cannot be loaded, which is told", async () => {
    const { page } = await openTab({ hash: "#/train?task=reverse&lang=ja", expected: /ERR_FAILED/ });
    await page.route(/descriptions/, (route) => route.abort());
    await page.getByText("すべての設定").first().click();
    await page.getByLabel("キー").first().fill("encoder.embedding");
    await page.locator(".setting-editor .note [lang=en]", { hasText: "Size E of the token" }).waitFor();
    await page.getByRole("alert").getByText("descriptions").waitFor();
  });

  it("any setting is found by its name, and what is wrong is told with its path", async () => {
    const page = await open("#/train?task=reverse");
    await page.getByLabel("Cell").first().selectOption("gru");
    await page.getByText("All settings").first().click();
    expect(await page.locator("datalist option").count()).toBeGreaterThan(60);
    await page.getByLabel("Key").first().fill("training.clipNorm");
    await page.getByText("Gradients longer than this are scaled down to it; 0: never. Default: 1.").waitFor();
    await page.getByLabel("Value").first().fill("-2");
    await button(page, "Set").first().click();
    await page.locator(".setting-problems", { hasText: "training.clipNorm -2: expected" }).waitFor();
    expect(decodeURIComponent(page.url())).toContain('"clipNorm":-2');
    await button(page, "Remove training.clipNorm").click();
    await page.locator(".setting-problems").waitFor({ state: "detached" });
    await page.getByLabel("Key").first().fill("encoder.sizes");
    await page.getByLabel("Value").first().fill("3");
    await button(page, "Set").first().click();
    await page
      .locator(".setting-problems", { hasText: "encoder.sizes: unknown key; did you mean size?" })
      .waitFor();
    await button(page, "Undo all changes").click();
    await page.locator(".setting-problems").waitFor({ state: "detached" });
    expect(await page.getByLabel("Cell").first().inputValue()).toBe("lstm");
  });

  it("is in Japanese, too", async () => {
    const page = await open("#/train?task=own&lang=ja");
    await page.getByLabel("または対訳データを貼り付ける").fill("a\nb");
    await button(page, "貼り付けたデータを読み込む").click();
    await page.getByText("列が1つしかありません（例：「a」）。").waitFor();
  });
});
