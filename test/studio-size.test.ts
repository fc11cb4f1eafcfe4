import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { compressedSize, loadedFiles } from "./support/loaded-files.ts";
import { isolation, serveFolder } from "./support/static-server.ts";
import { builtStudio } from "./support/studio-page.ts";

describe.skipIf(withoutChromium !== "")(`the size of the studio${withoutChromium}`, () => {
  let studio: Awaited<ReturnType<typeof builtStudio>>;
  let server: Awaited<ReturnType<typeof serveFolder>>;
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  beforeAll(async () => {
    studio = await builtStudio();
    server = await serveFolder(studio.folder, "/", isolation);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await studio?.remove();
  });

  it("is 45 kB (gzip) at most until the recorded training plays, and 250 kB until a model is trained", async () => {
    const context = await browser.newContext({ locale: "en-GB" });
    const loaded = loadedFiles(context, server.url);
    const page = await context.newPage();
    await page.goto(server.url);
    const slider = page.locator(".film-controls input");
    await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(0);
    const first = loaded();
    expect(first).toContain("main.js");
    expect((await compressedSize(studio.folder, first)).gzip).toBeLessThan(45);
    await page.getByRole("link", { name: "Train it yourself" }).click();
    await page.getByRole("button", { name: "Start" }).click();
    await page.locator(".chart").first().waitFor({ timeout: 120_000 });
    const training = loaded();
    expect(training).toContain("ort-wasm-simd-threaded.wasm");
    expect((await compressedSize(studio.folder, training)).gzip).toBeLessThan(250);
  }, 240_000);
});
