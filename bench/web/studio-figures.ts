import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { buildStudio } from "../../bundles/studio-site.ts";
import { siteFiles } from "../../src/export/studio-site.ts";
import { compressedSize, loadedFiles } from "../../test/support/loaded-files.ts";
import { isolation, serveFolder } from "../../test/support/static-server.ts";
import type { Figure } from "../figure.ts";
import { median } from "../interleave.ts";
import { longestTask } from "./main-thread.ts";
import { rendererMemory } from "./renderer-memory.ts";

/** The studio itself: its size, how soon it is there, and a training of the phrasebook task from nothing. */
export async function studioFigures(
  browser: Browser,
  folder: string,
  say: (line: string) => void,
): Promise<Figure[]> {
  const site = join(folder, "studio");
  await buildStudio(site);
  const server = await serveFolder(site, "/", isolation);
  try {
    const figures = [
      ...(await sizeFigures(browser, server.url, site)),
      ...(await openingFigures(browser, server.url)),
    ];
    return [...figures, ...(await trainingFigures(browser, server.url, say))];
  } finally {
    server.close();
  }
}

/** What a reader has loaded until the recorded training plays, and until a model is trained; and what all views have. */
async function sizeFigures(browser: Browser, url: string, site: string): Promise<Figure[]> {
  const context = await browser.newContext({ locale: "en-GB" });
  const loaded = loadedFiles(context, url);
  const page = await context.newPage();
  await page.goto(url);
  while (Number(await page.locator(".film-controls input").inputValue()) === 0) await page.waitForTimeout(50);
  const first = loaded();
  await page.getByRole("link", { name: "Train it yourself" }).click();
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator(".chart").first().waitFor();
  await context.close();
  const all = [...(await siteFiles(site)).keys()].filter((path) => !/licenses\.txt$|^page\//.test(path));
  const size = async (paths: readonly string[]) => {
    const { gzip, brotli, files } = await compressedSize(site, paths);
    const note = `gzip, ${files} files, without .wasm; by brotli ${brotli.toFixed(0)} kB`;
    return { value: gzip, unit: "kB", note, better: "below" as const };
  };
  return [
    { name: "web: size of the page, recorded training plays", ...(await size(first)) },
    { name: "web: size of the page, opened and training", ...(await size(loaded())), target: 250 },
    { name: "web: size of all views in both languages", ...(await size(all)) },
  ];
}

async function openingFigures(browser: Browser, url: string): Promise<Figure[]> {
  const openings: Opening[] = [];
  for (let n = 0; n < 5; n++) openings.push(await opening(browser, url));
  const of = (name: keyof Opening) => median(openings.map((one) => one[name]));
  const note = "median of 5 fresh profiles";
  return [
    ...[
      { name: "web: first contentful paint", value: of("paint"), unit: "ms", target: 1000, note },
      { name: "web: recorded training plays", value: of("playing"), unit: "ms", target: 1500, note },
    ].map((figure) => ({ ...figure, better: "below" as const })),
    { name: "web: heat map of the recording", value: of("frames"), unit: "frames/s", target: 58 },
  ];
}

interface Opening {
  readonly paint: number;
  readonly playing: number;
  readonly frames: number;
}

async function opening(browser: Browser, url: string): Promise<Opening> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(`
    const look = () => {
      const slider = document.querySelector(".film-controls input");
      if (slider !== null && Number(slider.value) > 0) globalThis.playing = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `);
  await page.goto(url);
  while ((await page.evaluate("globalThis.playing ?? 0")) === 0) await page.waitForTimeout(50);
  const found = (await page.evaluate(`new Promise((resolve) => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    const start = performance.now();
    let frames = 0;
    const next = (now) => {
      frames++;
      if (now - start < 3000) requestAnimationFrame(next);
      else resolve({ paint, playing: globalThis.playing, frames: (1000 * frames) / (now - start) });
    };
    requestAnimationFrame(next);
  })`)) as Opening;
  await context.close();
  return found;
}

async function trainingFigures(
  browser: Browser,
  url: string,
  say: (line: string) => void,
): Promise<Figure[]> {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`${url}#/train?task=phrasebook`);
  await page.getByRole("button", { name: "Start" }).click();
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const memory: number[] = [];
  const tasks: Awaited<ReturnType<typeof longestTask>>[] = [];
  let [told, reached] = ["", Number.NaN];
  while (!(await isOver(page)) && seconds() < 400) {
    await page.waitForTimeout(500);
    memory.push(await rendererMemory(browser));
    const exact = await page
      .locator("[data-figure=exact]")
      .innerText({ timeout: 60_000 })
      .catch(() => "");
    if (exact !== told) say(`web: phrasebook: ${exact} after ${seconds().toFixed(1)} s`);
    if (exact !== told && /%/.test(exact) && tasks.length < 2)
      tasks.push(await longestTask(browser, page, 8000));
    told = exact;
    if (Number.isNaN(reached) && Number.parseFloat(exact) >= 99) reached = seconds();
  }
  const over = seconds();
  await context.close();
  const longest = (of: "wall" | "processor") => Math.max(...tasks.map((task) => task[of]));
  const later = memory.slice(Math.floor(memory.length / 3));
  const half = Math.floor(later.length / 2);
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const below = { better: "below" } as const;
  return [
    {
      ...{
        name: "web: phrasebook, from Start to ≥ 99 % exact on dev",
        value: reached,
        unit: "s",
        target: 120,
      },
      ...{ ...below, note: `whole training ${over.toFixed(0)} s, with loading and two traces` },
    },
    {
      ...{
        name: "web: longest task of the main thread",
        value: longest("wall"),
        unit: "ms",
        target: 50,
        ...below,
      },
      note: "while training, from begin to end",
    },
    {
      ...{
        name: "web: the same, processor time",
        value: longest("processor"),
        unit: "ms",
        target: 50,
        ...below,
      },
      note: "without what other threads took from it",
    },
    {
      ...{
        name: "web: memory of the tab, highest",
        value: Math.max(...memory),
        unit: "MB",
        target: 700,
        ...below,
      },
      note: "resident",
    },
    {
      ...{
        name: "web: memory, last third against the one before",
        value: mean(later.slice(half)) - mean(later.slice(0, half)),
      },
      unit: "MB",
    },
  ];
}

async function isOver(page: Page): Promise<boolean> {
  return (await page.locator(".controls [role=status]").innerText()).startsWith("Done");
}
