import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { buildStudio } from "../../bundles/studio-site.ts";
import { launchChromium } from "./chromium.ts";
import { isolation, serveFolder } from "./static-server.ts";

/** Builds the studio. @returns its folder, and what removes it */
export async function builtStudio(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const place = await mkdtemp(join(tmpdir(), "henkan-studio-"));
  const folder = join(place, "site");
  await buildStudio(folder);
  return { folder, remove: () => rm(place, { recursive: true, force: true }) };
}

export interface StudioTab {
  readonly page: Page;
  /** Opens another tab of the same browser, which has the same private file system. */
  another(hash?: string): Promise<Page>;
  /** Goes to a view. */
  view(hash: string): Promise<void>;
}

export interface StudioTabOptions extends BrowserContextOptions {
  readonly hash?: string;
  /** Run in the page before its own scripts. */
  readonly before?: string;
  /** Messages of the console that the test expects. */
  readonly expected?: RegExp;
}

/**
 * Opens the studio in a browser of its own. When the test is over, it must have asked nobody outside its folder, and its
 * console must be empty: what the Content-Security-Policy refuses is told there.
 */
export async function openStudio(
  browser: Browser,
  url: string,
  { hash = "", before = "", expected, ...options }: StudioTabOptions = {},
): Promise<StudioTab> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(100_000); // the first update of a training on a busy machine
  const [requests, complaints]: [string[], string[]] = [[], []];
  context.on("request", (request) => void requests.push(request.url()));
  context.on("console", (message) => void complaints.push(message.text()));
  context.on("weberror", (error) => void complaints.push(error.error().message));
  // It runs in the empty page, too, that a tab begins with.
  if (before !== "") await context.addInitScript(`if (location.protocol !== "about:") { ${before} }`);
  onTestFinished(async () => {
    await context.close();
    const isInside = (request: string) => request.startsWith(url) || /^(data:|blob:)/.test(request);
    expect(requests.filter((request) => !isInside(request))).toEqual([]);
    expect(complaints.filter((text) => expected === undefined || !expected.test(text))).toEqual([]);
  });
  const open = async (at: string) => {
    const page = await context.newPage();
    await page.goto(url + at);
    return page;
  };
  const page = await open(hash);
  return {
    page,
    another: (at = hash) => open(at),
    view: async (at) => {
      await page.evaluate((to) => {
        location.hash = to;
      }, at);
    },
  };
}

/** Opens the studio, see `openStudio`. @param browser default: the suite's */
type OpenTab = (options?: StudioTabOptions, browser?: Browser) => Promise<StudioTab>;

/** Builds the studio, serves it and starts a browser for the tests of a suite. */
export function studioOfSuite(): OpenTab {
  let open: OpenTab;
  let close = async () => {};
  beforeAll(async () => {
    const { folder, remove } = await builtStudio();
    const server = await serveFolder(folder, "/some/path/", isolation);
    const browser = await launchChromium();
    open = (options, other = browser) => openStudio(other, server.url, options);
    close = async () => {
      await browser.close();
      server.close();
      await remove();
    };
  });
  afterAll(() => close());
  return (options, browser) => open(options, browser);
}

/** Clicks what saves a file, and gives the file. */
export async function download(
  page: Page,
  click: () => Promise<void>,
): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Asks the page's own worker code, in a worker of its own. */
async function askWorker<T>(page: Page, name: string, argument: unknown): Promise<T> {
  const call = JSON.stringify({ kind: "call", id: 1, name, argument });
  // As text: a function would be rewritten for Node.
  return (await page.evaluate(`new Promise((resolve, reject) => {
    const worker = new Worker(new URL("worker.js", document.baseURI), { type: "module" });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if (data.kind === "event") return;
      worker.terminate();
      if (data.kind === "answer") resolve(data.answer); else reject(new Error(data.message));
    };
    worker.postMessage(${call});
  })`)) as T;
}

export interface RunInPage {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly update: number;
  /** Whether a tab, or a worker, has it in hand. */
  readonly busy: boolean;
}

/** The runs of this browser. */
export async function runsInPage(page: Page): Promise<readonly RunInPage[]> {
  return (await askWorker<{ runs: RunInPage[] }>(page, "runs.list", {})).runs;
}

/** What a model of the page gives for lines, by beam search. */
export async function hypothesesInPage(
  page: Page,
  run: string,
  lines: readonly string[],
  beam: number,
): Promise<{ readonly text: string; readonly score: number }[][]> {
  const found: { text: string; score: number }[][] = [];
  for (const line of lines) {
    const question = { run, line, options: { beam, nBest: beam } };
    const { hypotheses } = await askWorker<{ hypotheses: (typeof found)[number] }>(
      page,
      "inspect.search",
      question,
    );
    found.push(hypotheses);
  }
  return found;
}

/** The same by greedy search. */
export async function outputsInPage(page: Page, run: string, lines: readonly string[]): Promise<string[]> {
  return (await hypothesesInPage(page, run, lines, 1)).map(([best]) => best!.text);
}

/** Turns a bit of a file of a run in the origin's private file system. */
export async function spoilRun(page: Page, run: string, file: string): Promise<void> {
  await page.evaluate(`(async () => {
    let folder = await navigator.storage.getDirectory();
    for (const name of ["henkan-studio", "runs", ${JSON.stringify(run)}]) folder = await folder.getDirectoryHandle(name);
    const handle = await folder.getFileHandle(${JSON.stringify(file)});
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    bytes[20] ^= 1;
    const stream = await handle.createWritable();
    await stream.write(bytes);
    await stream.close();
  })()`);
}
