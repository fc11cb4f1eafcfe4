import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { bundle } from "../bundles/bundle.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { renderReport } from "../src/report/index.ts";
import { openRuntime } from "../src/runtime/index.ts";
import { createTranslator } from "../src/search/translator.ts";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { type Served, startServed } from "./support/served.ts";
import { lastingFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const model = untrainedModel();
const example = { text: "p", score: -1, sourceTokens: ["a"], tokens: ["p"], attention: null };
const folder = join(await lastingFolder(), "letters");
const other = join(await lastingFolder(), "others");
const tokens = join(await lastingFolder(), "tokens");

describe.skipIf(withoutChromium !== "")(`the pages of a service in Chromium${withoutChromium}`, () => {
  let browser: Browser;
  let served: Served;

  beforeAll(async () => {
    await bundle("dist", ["web"]);
    await saveModel(folder, model, history);
    const examples = ["abc", "hgf"].map((source) => ({ source, ...example }));
    await writeFile(
      join(folder, "report.html"),
      renderReport({ title: "a", summary: [], events: [], examples }),
    );
    await saveModel(other, model, history);
    await writeFile(tokens, "# who may call\nsecret\n");
    const flags = ["--tokens", tokens, "--url-prefix", "/mt", "--workers", "1"];
    served = await startServed(["--pair", `en-ja=${folder}`, "--pair", `en-fr=${other}`, ...flags], {
      prefix: "/mt",
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });

  async function open(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ locale: "en-GB", ...options });
    onTestFinished(() => context.close());
    const [requests, complaints]: [string[], string[]] = [[], []];
    const page = await context.newPage();
    context.on("request", (request) => void requests.push(request.url()));
    page.on("console", (message) => void complaints.push(message.text()));
    page.on("pageerror", (error) => void complaints.push(error.message));
    await page.goto(`${served.address}${path}`);
    return { page, requests, complaints };
  }

  it("asks for a token, then translates with what the reader chooses, and asks nobody else", async () => {
    const { page, requests } = await open("/mt/");
    await page.locator("#token").waitFor();
    expect(await page.textContent("#alarm")).toContain("no bearer token");
    await page.fill("#token", "secret");
    await page.press("#token", "Tab");
    await page.locator("#model").waitFor();
    expect(await page.locator("#model option").allTextContents()).toEqual(["en-ja", "en-fr"]);
    const shown = () => page.locator("#examples button:visible").allTextContents();
    expect(await shown()).toEqual(["abc", "hgf"]);
    expect(await page.getAttribute("#source", "placeholder")).toBe("abc");
    await page.selectOption("#model", "en-fr");
    await page.waitForFunction(() => document.querySelector<HTMLElement>("#examples")!.hidden);
    expect(await shown()).toEqual([]);
    expect(await page.getAttribute("footer a[href=docs]", "href")).toBe("docs");
    await page.fill("#source", "hgfedcba");
    await page.press("#source", "Enter");
    const translator = await createTranslator(model, await openRuntime({ threads: 1 }));
    const [expected] = await translator.translate(["hgfedcba"], { beam: 5, nBest: 5 });
    await page.waitForFunction(
      ([text, cells]) =>
        document.querySelector("#output")!.textContent === text &&
        document.querySelectorAll("#map g .weight").length === cells,
      [expected!.text || "(empty output)", expected!.attention!.flat().length] as const,
    );
    expect(await page.locator("#others li").count()).toBe(expected!.hypotheses.length - 1);
    expect(await page.locator("#alarm").isHidden()).toBe(true);
    expect(requests.filter((url) => !url.startsWith(served.address) && !url.startsWith("data:"))).toEqual([]);
  });

  it.each(["light", "dark"] as const)(
    "describe the API in %s, without a request to elsewhere",
    async (scheme) => {
      const { page, requests, complaints } = await open("/mt/docs", { colorScheme: scheme });
      expect(await page.textContent("h1")).toBe("henkan");
      const paths = await page.locator(".operations th").allTextContents();
      expect(paths).toEqual(
        expect.arrayContaining(["POST /v1/translate", "GET /v1/models", "POST /translate"]),
      );
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(background).toBe(scheme === "dark" ? "rgb(22, 24, 28)" : "rgb(251, 250, 247)");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      expect(await page.textContent("#post-v1-translate pre")).toContain(`${served.address}/mt/v1/translate`);
      expect(requests).toEqual([`${served.address}/mt/docs`]);
      expect(complaints).toEqual([]);
      await page.click('a[href="openapi.json"]');
      expect(JSON.parse((await page.textContent("pre"))!)).toMatchObject({ openapi: "3.1.0" });
    },
  );
});
