import { zipSync } from "fflate";
import type { Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { withoutChromium } from "./support/chromium.ts";
import { checkLooks } from "./support/looks.ts";
import { stoppedRun } from "./support/stopped-run.ts";
import { runsInPage, studioOfSuite } from "./support/studio-page.ts";

vi.setConfig({ testTimeout: 300_000 });

/** What has the focus: its name as text, or its tag where it has none. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.getAttribute("aria-label") ?? at?.textContent?.trim() ?? "";
  });

describe.skipIf(withoutChromium !== "")(`the studio without a pointer${withoutChromium}`, () => {
  const openTab = studioOfSuite();

  /**
   * Goes on by the Tab key until what it asks for has the focus, which has to be seen on each stop.
   * @param back whether it goes back instead
   */
  async function tabTo(
    page: Page,
    name: string | RegExp,
    { back = false, role = "button" } = {},
  ): Promise<void> {
    const isThere = () =>
      page.evaluate(
        ([source, flags, wanted]) => {
          const at = document.activeElement as HTMLElement;
          const label =
            at.getAttribute("aria-label") ??
            (at as HTMLInputElement).labels?.[0]?.textContent ??
            at.textContent;
          const kind = at.getAttribute("role") ?? { A: "link", BUTTON: "button" }[at.tagName] ?? "field";
          return kind === wanted && new RegExp(source!, flags).test((label ?? "").trim());
        },
        typeof name === "string"
          ? [`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`, "", role]
          : [name.source, name.flags, role],
      );
    for (let stops = 0; stops < 90; stops++) {
      await page.keyboard.press(back ? "Shift+Tab" : "Tab");
      await expectFocusIsSeen(page);
      if (await isThere()) return;
    }
    expect.fail(`the Tab key does not reach ${name}; it is at ${await focused(page)}`);
  }

  /** What has the focus is on the page, has a size, and has an outline, or is the page itself. */
  async function expectFocusIsSeen(page: Page): Promise<void> {
    const seen = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      if (at === document.body) return true; // the browser's own controls
      const { width, height } = at.getBoundingClientRect();
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      return width > 0 && height > 0 && outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
    });
    expect(seen, `the focus is not seen at ${await focused(page)}`).toBe(true);
  }

  it("runs are opened, renamed, compared, saved, looked into, gone on with and deleted", async () => {
    const { page } = await openTab({ hash: "#/runs" });
    const run = Buffer.from(await stoppedRun());
    for (const count of [1, 2]) {
      await page.locator("h1").waitFor();
      const chooser = page.waitForEvent("filechooser");
      await tabTo(page, "A zip", { back: count === 2 });
      await page.keyboard.press("Enter");
      await (await chooser).setFiles({ name: "run.zip", mimeType: "application/zip", buffer: run });
      await page
        .locator(".run")
        .nth(count - 1)
        .waitFor();
      await expect.poll(() => focused(page)).toBe("A zip");
    }
    await tabTo(page, "Rename");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Mine");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Mine" }).waitFor();
    await expect.poll(() => focused(page)).toBe("Rename");
    await page.keyboard.press("Enter");
    await page.keyboard.type("not this");
    await page.keyboard.press("Escape");
    await expect.poll(() => focused(page)).toBe("Rename");

    for (let n = 0; n < 2; n++) {
      await tabTo(page, "Compare", { role: "field" });
      await page.keyboard.press("Space");
    }
    await page.locator(".run-comparison table").first().waitFor();
    expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(2);

    await tabTo(page, "Save as …", { back: true });
    await page.keyboard.press("Enter");
    for (const kind of ["Model folder (zip)", "Run with its data (zip)", "model.onnx", "Web page (zip)"]) {
      await tabTo(page, kind);
      const file = page.waitForEvent("download", { timeout: 120_000 });
      await page.keyboard.press("Enter");
      expect((await file).suggestedFilename()).toMatch(/\.(zip|onnx)$/);
      await page.getByText(/is in your downloads/).waitFor();
      expect(await focused(page)).toBe(kind);
    }

    await tabTo(page, "Delete", { back: true });
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Keep");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Delete");
    await page.keyboard.press("Enter");
    await tabTo(page, "Delete for good", { back: true });
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".run").count()).toBe(1);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
    expect(await page.getByText(/was deleted\./).isVisible()).toBe(true);

    const [left] = await runsInPage(page);
    await tabTo(page, "Look inside", { role: "link" }); // the one of the run: the navigation is before the content
    await page.keyboard.press("Enter");
    await page.locator(".hypotheses .text").first().waitFor();
    expect(page.url()).toContain(left!.id);
    await page.goBack();
    await page.locator(".run").waitFor();
    await tabTo(page, "Go on", { role: "link" });
    await page.keyboard.press("Enter");
    await tabTo(page, "Go on with this run");
    await page.keyboard.press("Enter");
    await page.locator(".controls [role=status]", { hasText: "Training …" }).waitFor();
    await expect.poll(() => focused(page)).toBe("Pause");
    await tabTo(page, "Stop");
    await page.keyboard.press("Enter");
    await page.getByText("Stopped: it can go on later, from Runs.").waitFor();
  });

  it("own pairs are pasted, read another way and trained on", async () => {
    const { page } = await openTab({ hash: "#/train?task=own" });
    await page.locator("#pasted-pairs").waitFor();
    await tabTo(page, "Or paste pairs", { role: "field" });
    await page.keyboard.insertText(
      Array.from({ length: 300 }, (_, i) => `a ${i % 9} ${i}\tb ${i}`).join("\n"),
    );
    await tabTo(page, "Read what is pasted");
    await page.keyboard.press("Enter");
    await page.getByText("294 to train on, 6 held out.").waitFor();
    expect(await focused(page)).toBe("Read what is pasted");
    await page.keyboard.press("Tab"); // how it is read
    await page.keyboard.press("Enter");
    await tabTo(page, "Exchange source and target", { role: "field" });
    await page.keyboard.press("Space");
    await page.locator(".pairs-preview tbody tr td").first().filter({ hasText: /^b/ }).waitFor();
    await tabTo(page, "Start");
    await page.keyboard.press("Enter");
    await page.locator("[data-figure=update]", { hasText: /\d/ }).waitFor({ timeout: 100_000 });
    expect(await focused(page)).toBe("Pause");
    await tabTo(page, "Stop");
    await page.keyboard.press("Enter");
    await page.getByText("Stopped: it can go on later, from Runs.").waitFor();
  });

  it("both models of the experiment are trained and measured", async () => {
    const { page } = await openTab({ hash: "#/experiment?task=copy&upto=4&pairs=500&metric=exact_match" });
    await page.getByRole("button", { name: "Train both models" }).waitFor();
    await tabTo(page, "Train both models");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Measure", exact: true }).waitFor({ timeout: 200_000 });
    await tabTo(page, "Measure");
    await page.keyboard.press("Enter");
    await page.locator(".length-figure svg").waitFor({ timeout: 100_000 });
    expect(await focused(page)).toBe("Stop measuring");
    await page.keyboard.press("Enter");
    await page.getByText("new sentences, translated by both models.").waitFor();
    await tabTo(page, "Length of the source sentence", { role: "field" });
    await page.keyboard.press("End");
    await expect
      .poll(async () => (await page.locator(".source-sentence").innerText()).split(" ").length)
      .toBe(40);
  });

  it("what is told above a view is closed, and the focus stays in it; problems are Japanese on a Japanese page", async () => {
    const settings = encodeURIComponent(JSON.stringify({ encoder: { size: 3 }, context: { score: "dott" } }));
    const { page } = await openTab({ hash: `#/train?task=reverse&settings=${settings}`, locale: "ja-JP" });
    await page.locator(".setting-problems", { hasText: "のどれかにしてください" }).waitFor();
    await tabTo(page, "開始");
    await page.keyboard.press("Enter");
    const problem = page.locator(".problems .problem p");
    await problem.filter({ hasText: 'context.score "dott"：' }).waitFor();
    expect(await problem.locator("[lang=en]").count()).toBe(0);
    await checkLooks(page);
    await tabTo(page, "閉じる", { back: true });
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
    await page.goto(`${page.url().split("#")[0]}#/runs?lang=ja`);
    const zip = Buffer.from(zipSync({ "notes.txt": Buffer.from("a") }));
    await page
      .locator("input[accept='.zip']")
      .setInputFiles({ name: "a.zip", mimeType: "application/zip", buffer: zip });
    await problem.filter({ hasText: "開けませんでした（config.json が入っていません）。" }).waitFor();
  });
});
