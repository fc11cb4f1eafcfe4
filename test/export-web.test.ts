import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { bundle } from "../bundles/bundle.ts";
import { parseConfiguration } from "../src/configuration/configuration.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { openRuntime } from "../src/runtime/index.ts";
import { createTranslator, type Translation } from "../src/search/translator.ts";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { henkan } from "./support/fake-terminal.ts";
import { serveFolder } from "./support/static-server.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { history, untrainedModel } from "./support/tiny-saved-model.ts";

const model = untrainedModel();

async function modelFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), "letters");
  const secret = { data: { pairs: "/home/me/pairs.tsv" }, out: "/home/me/runs", from: "/home/me/old" };
  const configuration = parseConfiguration({ ...model.configuration, ...secret });
  await saveModel(folder, { ...model, configuration }, history);
  return folder;
}

/** Exports the tiny model as a page and gives the page's folder. */
async function exportPage(): Promise<string> {
  const out = join(await temporaryFolder(), "site");
  const { exitCode, stderr } = await henkan(["export", await modelFolder(), "--to", "web", "--out", out]);
  expect(exitCode, stderr).toBe(0);
  return out;
}

beforeAll(() => bundle("dist", ["web"]));

describe("henkan export", () => {
  it("--to web writes a page, its model and ONNX Runtime, and says how to try it", async () => {
    const folder = await modelFolder();
    const out = join(folder, "..", "site");
    const { stdout } = await henkan(["export", folder, "--to", "web", "--out", out, "--name", "Letters"]);
    expect(stdout).toMatch(/^ort-wasm-simd-threaded\.wasm {2,}\d+\.\d MB$/m);
    expect(stdout).toMatch(/^total {2,}\d+\.\d MB$/m);
    expect(stdout).toContain(`  python3 -m http.server --directory ${out} 8000\n`);
    expect((await readdir(out, { recursive: true })).sort()).toEqual([
      "henkan-export.json",
      "index.html",
      "licenses.txt",
      "model",
      "model/config.json",
      "model/source.tokenizer.json",
      "model/target.tokenizer.json",
      "model/weights.safetensors",
      "ort-wasm-simd-threaded.mjs",
      "ort-wasm-simd-threaded.wasm",
      "page.css",
      "page.js",
      "worker.js",
    ]);
    expect(await readFile(join(out, "index.html"), "utf8")).toContain("<h1>Letters</h1>");
    expect(await readFile(join(out, "model", "config.json"), "utf8")).not.toContain("/home/me");
    expect(await readFile(join(out, "licenses.txt"), "utf8")).toMatch(/^zod \d+\.\d+\.\d+\nMIT\n/m);
  });

  it("says which kinds there are", async () => {
    const run = await henkan(["export", await modelFolder(), "--to", "tape", "--out", "x"]);
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toMatch(/^--to "tape": expected one of "web", "package"/);
  });

  it("leaves a folder with other files as it is", async () => {
    const out = await temporaryFolder();
    await writeFile(join(out, "thesis.tex"), "mine");
    const run = await henkan(["export", await modelFolder(), "--to", "web", "--out", out]);
    expect(run).toMatchObject({
      exitCode: 2,
      stderr: `out ${out}: it has files, and is no earlier export (thesis.tex): choose another folder\n`,
    });
    expect(await readdir(out)).toEqual(["thesis.tex"]);
  });
});

describe.skipIf(withoutChromium !== "")(`an exported page in Chromium${withoutChromium}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  interface Opened {
    readonly page: Page;
    readonly url: string;
    readonly requests: string[];
    /** What the console shows, and errors that nobody caught. */
    readonly complaints: string[];
  }

  async function open(site: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const server = await serveFolder(site);
    const context = await browser.newContext({ locale: "en-GB", ...options });
    onTestFinished(async () => {
      await context.close();
      server.close();
    });
    const [requests, complaints]: [string[], string[]] = [[], []];
    const page = await context.newPage();
    context.on("request", (request) => void requests.push(request.url()));
    page.on("console", (message) => void complaints.push(message.text()));
    page.on("pageerror", (error) => void complaints.push(error.message));
    await page.goto(server.url);
    return { page, url: server.url, requests, complaints };
  }

  async function expected(line: string): Promise<Translation> {
    const translator = await createTranslator(model, await openRuntime({ threads: 1 }));
    return (await translator.translate([line], { beam: 5, nBest: 5 }))[0]!;
  }

  it("gives what Node gives, as one types and at Enter, with its attention, and asks nobody else", async () => {
    const { page, url, requests, complaints } = await open(await exportPage());
    for (const [line, enter] of [
      ["hgfedcba", true],
      ["abcz", false],
    ] as const) {
      const translation = await expected(line.normalize());
      await page.fill("#source", line);
      if (enter) await page.press("#source", "Enter");
      const columns = translation.attention![0]!.length;
      await page.waitForFunction(
        ([text, count]) =>
          document.querySelector("#output")!.textContent === text &&
          document.querySelectorAll("#map g .weight").length === count,
        [translation.text || "(empty output)", translation.attention!.length * columns] as const,
      );
      expect(await page.locator("#others li span:first-child").allTextContents()).toEqual(
        translation.hypotheses.slice(1).map(({ text }) => text || "(empty output)"),
      );
      const tips = await page.locator("#map g title").allTextContents();
      const weights = tips.map((tip) => Number(/: (.*)$/.exec(tip)![1]));
      translation.attention!.flat().forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 2));
    }
    expect(await page.textContent("#notes")).toBe("Not in the model's vocabulary: z");
    await page.fill("#source", "");
    await page.locator("#result").waitFor({ state: "hidden" });
    const outside = requests.filter((request) => !request.startsWith(url) && !request.startsWith("data:"));
    expect(outside).toEqual([]);
    expect(requests).toContain(`${url}ort-wasm-simd-threaded.wasm`);
    expect(complaints).toEqual([]);
  });

  it("lights the words that an output word looked at, by pointer and by arrow keys", async () => {
    const { page } = await open(await exportPage());
    const { attention, tokens, sourceTokens } = await expected("hgf");
    await page.fill("#source", "hgf");
    await page.locator("#output-words .lit-word").first().waitFor();
    const lights = () =>
      page
        .locator("#source-words .lit-word")
        .evaluateAll((words) =>
          words.map((word) => Number((word as HTMLElement).style.getPropertyValue("--light"))),
        );
    expect(await page.locator("#source-words .lit-word").allTextContents()).toEqual([
      ...sourceTokens,
      "</s>",
    ]);
    await page.locator("#output-words .lit-word").nth(1).hover();
    (await lights()).forEach((light, s) => expect(light).toBeCloseTo(attention![1]![s]!, 2));
    await page.mouse.move(0, 0);
    expect(new Set(await lights())).toEqual(new Set([0]));
    await page.focus("#map");
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    (await lights()).forEach((light, s) => expect(light).toBeCloseTo(attention![0]![s]!, 2));
    expect(await page.textContent("#told")).toMatch(
      new RegExp(`^${tokens[0]} looked at ${sourceTokens[2]} with \\d+%$`),
    );
    expect(await page.locator("#map .chosen").count()).toBe(3); // the cell and both of its labels
    await page.keyboard.press("Escape");
    expect(await page.locator("#map .aside").count()).toBe(0);
  });

  it("speaks Japanese to those who prefer it", async () => {
    const { page } = await open(await exportPage(), { locale: "ja-JP" });
    expect(await page.getAttribute("html", "lang")).toBe("ja");
    expect(await page.textContent("label[for=source]")).toBe("入力");
  });

  it("says in words why it cannot start", async () => {
    const site = await exportPage();
    await rm(join(site, "model", "weights.safetensors"));
    const { page, url } = await open(site);
    await page.locator("#alarm").waitFor();
    expect(await page.textContent("#alarm")).toContain(
      `The model could not be loaded.\n${url}model/weights.safetensors: HTTP 404 Not Found: a model folder needs`,
    );
  });
});
