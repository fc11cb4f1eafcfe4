import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { serveFolder } from "./support/static-server.ts";
import { builtStudio, openStudio, type StudioTabOptions } from "./support/studio-page.ts";

vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });

describe.skipIf(withoutChromium !== "")(`threads of the studio in Chromium${withoutChromium}`, () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof builtStudio>>;
  beforeAll(async () => {
    [browser, site] = await Promise.all([launchChromium(), builtStudio()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.remove();
  });

  const counting =
    'globalThis.loads = Number(sessionStorage.getItem("loads")) + 1; sessionStorage.setItem("loads", loads); ';

  /** The studio on a host that sends no header but the type. @returns how often its page was loaded, too */
  async function onPlainHost({ before = "", ...options }: StudioTabOptions = {}) {
    const plain = await serveFolder(site.folder);
    onTestFinished(() => plain.close());
    const tab = await openStudio(browser, plain.url, {
      ...{ hash: "#/runs", before: counting + before },
      ...options,
    });
    return { ...tab, loads: () => tab.page.evaluate("globalThis.loads") as Promise<number> };
  }
  const isolated = (page: Page) => page.evaluate("globalThis.crossOriginIsolated") as Promise<boolean>;

  it("are there on a host without headers, after one more load", async () => {
    const { page, loads } = await onPlainHost();
    await expect.poll(() => isolated(page).catch(() => false)).toBe(true);
    await page.getByText("There is no run yet.").waitFor();
    await page.waitForTimeout(1000);
    expect([await loads(), new URL(page.url()).hash]).toEqual([2, "#/runs"]);
    expect(await page.locator(".capability").count()).toBe(0);
    await page.reload();
    expect([await isolated(page), await loads()]).toEqual([true, 3]);
  });

  it("are one where no service worker can run, with a line that says so", async () => {
    const { page, loads } = await onPlainHost({ serviceWorkers: "block", expected: /Service Worker/ });
    await page.locator(".capability").filter({ hasText: "One thread computes" }).waitFor();
    await page.waitForTimeout(1000);
    expect([await isolated(page), await loads()]).toEqual([false, 1]);
  });

  it("are one where the service worker is of no use, after one more load and no others", async () => {
    const useless = 'Object.defineProperty(globalThis, "crossOriginIsolated", { value: false });';
    const { page, loads } = await onPlainHost({ before: useless });
    await expect.poll(() => loads().catch(() => 0)).toBe(2);
    await page.locator(".capability").filter({ hasText: "this page is not isolated" }).waitFor();
    await page.waitForTimeout(1000);
    expect(await loads()).toBe(2);
  });

  it.each([
    ["WebAssembly", "delete globalThis.WebAssembly;", "This browser has no WebAssembly"],
    ["SIMD", "WebAssembly.validate = () => false;", "has no SIMD"],
  ])("and all else need %s: it says so, and runs can still be seen", async (_, before, text) => {
    const { page } = await onPlainHost({ before });
    await page.getByRole("alert").filter({ hasText: text }).waitFor();
    await page.getByText("There is no run yet.").waitFor();
  });

  it("are told in Japanese to those who read it", async () => {
    const { page } = await onPlainHost({
      locale: "ja-JP",
      serviceWorkers: "block",
      expected: /Service Worker/,
    });
    await page.locator(".capability").filter({ hasText: "1 スレッドで計算します" }).waitFor();
  });
});
