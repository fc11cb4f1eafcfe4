import type { Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { studioOfSuite } from "./support/studio-page.ts";

vi.setConfig({ testTimeout: 400_000 });

const small = { encoder: { size: 16, embedding: 8 }, decoder: { size: 16, embedding: 8 } };
const settings = (more: object) => encodeURIComponent(JSON.stringify({ ...small, ...more }));
/** Some hundred updates. */
const planOf = (epochs: number) =>
  `task=reverse&pairs=3000&settings=${settings({ training: { epochs, batchTokens: 330 } })}`;
const plan = planOf(3);
/** Does not end by itself while a test looks at it. */
const longPlan = planOf(500);

describe.skipIf(withoutChromium !== "")(`training in the studio${withoutChromium}`, () => {
  const openTab = studioOfSuite();

  const open = (hash: string) => openTab({ hash });
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
  const status = (page: Page) => page.locator(".controls [role=status]");
  const figure = async (page: Page, name: string, of = 0) =>
    (await page.locator(`[data-figure=${name}]`).nth(of).innerText()).replaceAll(",", "");
  const updates = async (page: Page) => Number(await figure(page, "update"));
  const pause = async (page: Page) => {
    await button(page, "Pause").click();
    await status(page).getByText("Paused: step, or resume.").waitFor();
  };

  it("starts, pauses, makes one step, resumes and ends with a model that has learnt", async () => {
    const { page } = await open(`#/train?${plan}`);
    await button(page, "Start").click();
    await status(page).getByText("Training …").waitFor();
    await page.locator("[data-figure=update]", { hasText: /\d/ }).waitFor();
    await pause(page);
    const held = await updates(page);
    await page.waitForTimeout(500);
    expect(await updates(page)).toBe(held);
    await button(page, "One step").click();
    await page.locator(".translations .text, .translations .note").first().waitFor();
    await expect.poll(() => translatedAfter(page)).toBe(held + 1);
    expect(await status(page).innerText()).toBe("Paused: step, or resume.");
    await button(page, "Resume").click();
    await status(page).getByText("Done: the best model is kept.").waitFor({ timeout: 100_000 });
    const [first = Number.NaN] = await lossCurve(page);
    expect(Number(await figure(page, "loss"))).toBeLessThan(0.8 * first);
    expect(await figure(page, "threads")).toBe("2");
    expect(await page.locator(".chart").count()).toBe(4);
    expect(await page.getByRole("link", { name: "Look inside" }).last().getAttribute("href")).toMatch(
      /^#\/inspect\?run=/,
    );
  });

  it("trains two models side by side, in step with each other, and shows what each of them looks at", async () => {
    const { page } = await open(`#/train?${longPlan}&beside=fixed`);
    await button(page, "Start").click();
    await page.locator(".translations .arm-name").nth(1).waitFor();
    await pause(page);
    const bothUpdates = async () => [await figure(page, "update", 0), await figure(page, "update", 1)];
    const held = await translatedAfter(page);
    expect(await bothUpdates()).toEqual([`${held}`, `${held}`]);
    for (let n = 0; n < 2; n++) await button(page, "One step").click();
    await expect.poll(() => translatedAfter(page)).toBe(held + 2);
    expect(await bothUpdates()).toEqual([`${held + 2}`, `${held + 2}`]);
    const maps = page.locator(".maps figure");
    expect(await maps.nth(0).locator(".heat-map").count()).toBe(1);
    expect(await maps.nth(0).getByRole("table").count()).toBe(1);
    expect(await maps.nth(1).innerText()).toContain("This model has no attention");
    await button(page, "Stop").click();
    await status(page).getByText("Stopped: it can go on later, from Runs.").waitFor();
  });

  it("goes on while another view is shown, and translates a sentence of the reader's", async () => {
    const { page, view } = await open(`#/train?${longPlan}`);
    await button(page, "Start").click();
    await page.locator("[data-figure=update]", { hasText: /\d/ }).waitFor();
    const before = await updates(page);
    await view("#/home");
    await page.locator(".film").waitFor();
    await page.goBack();
    await expect.poll(() => updates(page)).toBeGreaterThan(before);
    await page.getByLabel("A sentence of yours").fill("c a b");
    await button(page, "Translate it, too").click();
    await page.locator(".translations .source", { hasText: "c a b" }).waitFor();
    await button(page, "Stop").click();
  });

  it("goes on after the tab was loaded again, with its name and curves before and without settings that are not its own", async () => {
    const { page, view } = await open(`#/train?${longPlan}`);
    await button(page, "Start").click();
    await page.locator("[data-figure=update]", { hasText: /\d/ }).waitFor();
    await pause(page);
    const held = await updates(page);
    await expect.poll(() => page.url()).toContain("runs=");
    await page.reload();
    await page.locator(".stopped li", { hasText: "Letters, reversed" }).waitFor();
    expect(await page.locator("#task").inputValue()).toBe("reverse");
    const { searchParams } = new URL(page.url().replace("#/train", ""));
    await view(`#/train?runs=${searchParams.get("runs")}`);
    await expect.poll(() => page.locator(".setup").count()).toBe(0);
    await button(page, "Go on with this run").click();
    await page.locator("[data-figure=update]", { hasText: /\d/ }).waitFor();
    await expect.poll(() => updates(page)).toBeGreaterThanOrEqual(held);
    await button(page, "Stop").click();
    await status(page)
      .getByText(/Stopped/)
      .waitFor();
  });

  it("keeps what the reader has changed meanwhile: the language, the sentence, and the one that is watched", async () => {
    const { page } = await open(`#/train?${planOf(2)}&sentence=a%20b&lang=en`);
    await button(page, "One step").click();
    const sentences = page.locator(".translations button");
    await sentences.nth(1).waitFor({ timeout: 100_000 });
    await sentences.nth(1).click();
    await page.getByLabel("A sentence of yours").fill("c a b");
    await button(page, "Translate it, too").click();
    await button(page, "日本語").click();
    await button(page, "再開").click();
    await status(page).getByText("学習が終わりました。").waitFor({ timeout: 100_000 });
    const { searchParams } = new URL(page.url().replace("#/train", ""));
    expect(Object.fromEntries(searchParams)).toMatchObject({ lang: "ja", sentence: "c a b", watch: "2" });
    expect(await sentences.nth(1).getAttribute("aria-pressed")).toBe("true");
  });

  it("has its controls in sight on a phone, and no label beyond its edge", async () => {
    const { page } = await openTab({
      hash: `#/train?${longPlan}&beside=fixed`,
      viewport: { width: 360, height: 740 },
    });
    const isInSight = () =>
      button(page, "One step").evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
    await page.locator(".quick .field").first().waitFor();
    expect(await isInSight()).toBe(true);
    await button(page, "One step").click();
    await page.locator(".translations .arm-name").nth(1).waitFor({ timeout: 100_000 });
    await status(page).getByText("Paused: step, or resume.").waitFor({ timeout: 100_000 });
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    expect(await isInSight()).toBe(true);
    const beyond = page
      .locator(".chart text")
      .evaluateAll((labels) =>
        labels
          .filter((label) => label.getBoundingClientRect().right > document.documentElement.clientWidth)
          .map(({ textContent }) => textContent),
      );
    expect(await beyond).toEqual([]);
    await button(page, "Stop").click();
    await status(page)
      .getByText(/Stopped/)
      .waitFor();
  });

  it("brings numbers of pairs that cannot be drawn to those that can, in sight of the reader", async () => {
    const { page } = await open("#/train?task=copy");
    const pairs = page.getByLabel("Training pairs");
    for (const [typed, shown] of [
      ["0", "2"],
      ["9999999", "200000"],
      ["12.4", "12"],
      ["", "10000"],
    ] as const) {
      await pairs.fill(typed);
      await pairs.press("Tab");
      await expect.poll(() => pairs.inputValue()).toBe(shown);
    }
  });

  it("says what is wrong with settings that a link holds, and shows markup as text", async () => {
    const wrong = encodeURIComponent(JSON.stringify({ context: { score: "<img src=x onerror=alert(1)>" } }));
    const { page } = await open(
      `#/train?task=reverse&settings=${wrong}&sentence=${encodeURIComponent("<b>a")}`,
    );
    await button(page, "Start").click();
    const problem = page.locator(".problems .problem");
    await problem.waitFor();
    expect(await problem.innerText()).toContain('context.score "<img src=x onerror=alert(1)>"');
    expect(await page.locator("img, main b").count()).toBe(0);
    expect(await button(page, "Start").isEnabled()).toBe(true);
    await button(page, "Close").click();
    expect(await problem.count()).toBe(0);
  });

  it("makes its first update as a step, and keeps the focus where the person is", async () => {
    const { page } = await open(`#/train?${longPlan}`);
    await button(page, "One step").click();
    await status(page).getByText("Paused: step, or resume.").waitFor();
    expect(await updates(page)).toBe(1);
    await button(page, "Resume").focus();
    await page.keyboard.press("Enter");
    await status(page).getByText("Training …").waitFor();
    expect(await button(page, "Pause").evaluate((element) => element === document.activeElement)).toBe(true);
    await button(page, "Stop").click();
    await status(page)
      .getByText(/Stopped/)
      .waitFor();
  });

  it.each([
    ["en-GB", "This browser cannot compute here: it needs WebAssembly with SIMD"],
    ["ja-JP", "このブラウザーでは計算できません。"],
  ])("says in words that there is no WebAssembly: %s", async (locale, words) => {
    const old = await launchChromium(["--js-flags=--jitless"]);
    try {
      const { page } = await openTab({ hash: `#/train?${plan}`, locale }, old);
      await page.locator(".controls button").first().click();
      await page.locator(".problems .problem").waitFor();
      expect(await page.locator(".problems .problem").innerText()).toContain(words);
      expect(await page.locator(".controls button").first().isEnabled()).toBe(true);
    } finally {
      await old.close();
    }
  });

  it("is of use by the keyboard alone", async () => {
    const { page } = await open(`#/train?${longPlan}`);
    const press = async (name: string) => {
      for (let n = 0; n < 60; n++) {
        if (await button(page, name).evaluate((element) => element === document.activeElement)) break;
        await page.keyboard.press("Tab");
      }
      await page.keyboard.press("Enter");
    };
    await button(page, "Start").waitFor();
    await press("Start");
    await status(page).getByText("Training …").waitFor();
    await press("Stop");
    await status(page)
      .getByText(/Stopped/)
      .waitFor();
  });
});

/** After which update the sentences were translated. */
async function translatedAfter(page: Page): Promise<number> {
  return Number((await page.locator("#translations-title small").innerText()).replace(/\D/g, ""));
}

/** The training loss as its chart draws it, in nats, estimated from the highest tick. */
async function lossCurve(page: Page): Promise<number[]> {
  const chart = page.locator(".chart").first();
  const highest = Number(await chart.locator(".grid + .tick").last().textContent());
  const points = (await chart.locator("polyline.line").first().getAttribute("points"))!;
  return points.split(" ").map((point) => ((232 - Number(point.split(",")[1])) / (232 - 52)) * highest);
}
