import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { withoutChromium } from "./support/chromium.ts";
import { studioOfSuite } from "./support/studio-page.ts";

describe.skipIf(withoutChromium !== "")(`the studio's page${withoutChromium}`, () => {
  const open = studioOfSuite();

  const frame = async (page: Page) => Number(await page.locator(".film-controls input").inputValue());
  const opacities = (page: Page) =>
    page
      .locator(".film g > .weight")
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("fill-opacity"))));

  it("opens on a recorded training that plays by itself, pauses, and is moved by the keyboard", async () => {
    const { page } = await open();
    await expect.poll(() => frame(page)).toBeGreaterThan(1);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();
    const paused = await frame(page);
    await page.waitForTimeout(600);
    expect(await frame(page)).toBe(paused);
    const slider = page.getByRole("slider", { name: "Moment of the training" });
    await slider.press("Home");
    await expect.poll(async () => Math.max(...(await opacities(page)))).toBeLessThan(0.26);
    await slider.press("End");
    await expect.poll(async () => Math.max(...(await opacities(page)))).toBeGreaterThan(0.6);
    const sentence = page.locator(".film .sentences li").first();
    await expect.poll(() => sentence.innerText()).toBe("it is cold today → 今日は寒い");
    expect(await page.locator(".film").getByRole("table").count()).toBe(1);
    await page.getByRole("button", { name: "Play again" }).click();
    await expect.poll(() => frame(page)).toBeLessThan(30);
  });

  it.each([360, 1280])("moves nothing below the film while it plays: width %d", async (width) => {
    const { page } = await open({ viewport: { width, height: 900 } });
    await page.getByRole("button", { name: "Pause" }).click();
    const slider = page.locator(".film-controls input");
    const frames = Number(await slider.getAttribute("max"));
    const heights = new Set<number>();
    for (let n = 0; n <= frames; n++) {
      await slider.fill(String(n));
      await expect.poll(() => frame(page)).toBe(n);
      heights.add(await page.evaluate(() => document.documentElement.scrollHeight));
    }
    expect([...heights]).toHaveLength(1);
  });

  it("shows the end of the recording, and moves nothing, to those who want less motion", async () => {
    const { page } = await open({ reducedMotion: "reduce" });
    const slider = page.locator(".film-controls input");
    const last = await slider.getAttribute("max");
    await expect.poll(() => slider.inputValue()).toBe(last);
    await expect.poll(() => page.getByRole("button", { name: "Play again" }).count()).toBe(1);
  });

  it("moves the cells of its heat map instead of drawing it anew", async () => {
    const { page } = await open({ reducedMotion: "reduce" });
    const slider = page.getByRole("slider");
    await slider.press("End");
    await expect.poll(async () => Math.max(...(await opacities(page)))).toBeGreaterThan(0.6);
    const svg = await page.locator(".film .heat-map").elementHandle();
    const before = await opacities(page);
    await slider.press("ArrowLeft");
    await slider.press("ArrowLeft");
    await expect.poll(() => opacities(page)).not.toEqual(before);
    expect(await svg!.evaluate((element) => element.isConnected)).toBe(true);
  });

  it("is in the reader's language, in that of the address, or in the one that is chosen, in every view", async () => {
    const { page, view } = await open({ locale: "ja-JP" });
    expect(await page.locator("html").getAttribute("lang")).toBe("ja");
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.getByRole("link", { name: "Runs", exact: true }).first().click();
    await page.locator(".view-runs h1", { hasText: "Runs" }).waitFor();
    await view("#/runs?lang=ja");
    await page.locator(".view-runs h1", { hasText: "学習の記録" }).waitFor();
  });

  it("hides what a link hides, on all views, and shows the first view for nonsense", async () => {
    const { page, view } = await open({ hash: "#/train?hide=navigation,data,model" });
    await page.locator(".controls").waitFor();
    expect(await page.getByRole("navigation").count()).toBe(0);
    expect(await page.locator(".training .setup").count()).toBe(0);
    await view("#/<script>alert(1)</script>?task=%00&lang=xx");
    await page.locator(".view-home .film").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  it("says so where a view cannot be loaded, and tries again", async () => {
    const { page, view } = await open({ expected: /Failed to load resource/ });
    await page.locator(".film").waitFor();
    await page.context().route(/course-view/, (route) => route.abort());
    await view("#/course");
    const again = page.getByRole("button", { name: "Try again" });
    await again.waitFor();
    expect(await page.locator("main").innerText()).toContain("This part of the page could not be loaded");
    await page.context().unroute(/course-view/);
    await again.click();
    await page.locator(".view-course .course").first().waitFor();
  });

  it("skips to the content by the first Tab stop", async () => {
    const { page } = await open();
    await page.locator(".film").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  });
});
