import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { buildStudio } from "../bundles/studio-site.ts";
import type { ChapterText, Question } from "../studio/course/chapter.ts";
import { chapters } from "../studio/course/chapters.ts";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { isolation, type StaticServer, serveFolder } from "./support/static-server.ts";

const languages = ["en", "ja"] as const;
type Language = (typeof languages)[number];

describe.skipIf(withoutChromium !== "")(`the course in Chromium${withoutChromium}`, () => {
  let browser: Browser;
  let server: StaticServer;
  let folder: string;
  /** A page that several tests go on with, as a reader does. */
  let shared: Opened;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "henkan-"));
    await buildStudio(join(folder, "studio"));
    server = await serveFolder(join(folder, "studio"), "/a/sub-path/", isolation);
    browser = await launchChromium();
    shared = await newPage();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Opened {
    readonly page: Page;
    /** What the console shows, and errors that nobody caught. */
    readonly complaints: string[];
    readonly requests: string[];
  }

  /** A page of its own for a test. */
  async function openPage(options: BrowserContextOptions = {}): Promise<Opened> {
    const opened = await newPage(options);
    onTestFinished(() => opened.page.context().close());
    return opened;
  }

  async function newPage(options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await browser.newContext({ locale: "en-GB", ...options });
    const page = await context.newPage();
    const [complaints, requests]: [string[], string[]] = [[], []];
    page.on("console", (message) => void complaints.push(message.text()));
    page.on("pageerror", (error) => void complaints.push(error.message));
    context.on("request", (request) => void requests.push(request.url()));
    return { page, complaints, requests };
  }

  async function openChapter(page: Page, place: string): Promise<void> {
    const url = `${server.url}#/course/${place}`;
    const isOpen = page.url() === url;
    await (isOpen ? page.reload() : page.goto(url));
    await page.waitForSelector(".course .widget");
    await settled(page);
  }

  async function textOf(name: string, language: Language): Promise<ChapterText> {
    return (await chapters.find((chapter) => chapter.name === name)!.text[language]()).text;
  }

  it.each(languages)(
    "every chapter opens, in %s, and neither complains nor asks anybody else",
    async (language) => {
      const { page, complaints, requests } = await openPage({
        locale: language === "ja" ? "ja-JP" : "en-GB",
      });
      for (const { name, questions } of chapters) {
        await openChapter(page, name);
        const { sections } = await textOf(name, language);
        expect(await page.locator(".course .sections > section").count()).toBe(sections.length + 1);
        expect(await page.locator(".course .question").count()).toBe(questions);
        expect(await page.getAttribute("html", "lang")).toBe(language);
        // What was not typeset would stand there as TeX.
        expect(await page.locator(".course").innerText()).not.toMatch(/\\[a-z]+|\$\S/);
      }
      expect(complaints).toEqual([]);
      expect(
        requests.filter((request) => !request.startsWith(server.url) && !request.startsWith("data:")),
      ).toEqual([]);
    },
  );

  it.each(chapters.map(({ name }) => name))("%s: its links act upon its widget", async (name) => {
    const { page, complaints } = shared;
    complaints.length = 0;
    await openChapter(page, name);
    const links = page.locator(".course a.acts");
    const seen = new Set<string>();
    for (let n = 0; n < (await links.count()); n++) {
      await links.nth(n).click();
      await page.waitForFunction((href) => location.hash === href, await links.nth(n).getAttribute("href"));
      await settled(page);
      seen.add(await widgetState(page));
    }
    expect(await links.count()).toBeGreaterThan(1);
    expect(seen.size).toBeGreaterThan(1);
    expect(complaints).toEqual([]);
  });

  it.each(chapters.map(({ name }) => name))("%s: its widget answers to the keyboard", async (name) => {
    const { page, complaints } = shared;
    complaints.length = 0;
    await openChapter(page, name);
    const controls = page.locator(
      ".course .widget :is(input[type=range], input[type=radio], input[type=checkbox], input[type=number], input[type=text])",
    );
    let changes = 0;
    for (let n = 0; n < (await controls.count()); n++) {
      const control = controls.nth(n);
      const type = await control.getAttribute("type");
      const before = await widgetState(page);
      await control.focus();
      await page.keyboard.press(
        type === "checkbox" ? "Space" : type === "text" ? "x" : n % 2 === 0 ? "ArrowUp" : "ArrowDown",
      );
      await settled(page);
      if ((await widgetState(page)) !== before) changes++;
    }
    expect(changes).toBeGreaterThan(0);
    // The state is in the address: who opens it anew finds the same.
    await controls.first().focus();
    await page.keyboard.press(
      (await controls.first().getAttribute("type")) === "checkbox" ? "Space" : "ArrowDown",
    );
    await settled(page);
    const state = await widgetState(page);
    await page.reload();
    await page.waitForSelector(".course .widget");
    await settled(page);
    expect(await widgetState(page)).toBe(state);
    expect(complaints).toEqual([]);
  });

  it.each(languages)(
    "questions judge answers that are typed and chosen by keyboard, in %s",
    async (language) => {
      const { page } = await openPage({ locale: language === "ja" ? "ja-JP" : "en-GB" });
      for (const { name, questions } of chapters) {
        await openChapter(page, name);
        for (const question of (await textOf(name, language)).questions) {
          await answer(page, question, false);
          await page.waitForSelector(`[data-question="${question.id}"] .outcome.wrong`);
          await answer(page, question, true);
          await page.waitForSelector(`[data-question="${question.id}"] .outcome.right`);
        }
        expect(await page.locator(".course .question .done").count()).toBe(questions);
      }
      await page.goto(`${server.url}#/course`);
      await page.waitForSelector(".course .chapters");
      expect(await page.locator(".course .chapters .complete").count()).toBe(chapters.length);
    },
  );

  it("keeps what was answered, and says where it cannot", async () => {
    const { page } = await openPage();
    await openChapter(page, "attention");
    const [question] = (await textOf("attention", "en")).questions;
    await answer(page, question!, true);
    await page.waitForSelector(".course .done");
    await page.reload();
    await page.waitForSelector(".course .done");
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
      Storage.prototype.getItem = () => "{ not JSON";
    });
    await page.reload();
    await page.waitForSelector(".course .widget");
    await answer(page, question!, true);
    await page.getByText("This browser does not let the page keep your progress").waitFor();
  });

  it("computes curves that take long point by point, to the end", async () => {
    const { page } = await openPage();
    const points = (mark: string) => page.locator(`.course .widget .chart ${mark}.mark`).count();
    for (const H of [128, 16, 128]) {
      await openChapter(page, `fixed-vector?H=${H}`);
      expect([await points("circle"), await points("rect")]).toEqual([7, 7]);
    }
    await openChapter(page, "scaled-dot-product");
    expect([await points("circle"), await points("rect")]).toEqual([2 * 9, 2 * 9]);
  });

  it("leads from chapter to chapter, and says what it does not know", async () => {
    const { page, complaints } = await openPage();
    await page.goto(`${server.url}#/course/alchemy?k=%3Cscript%3E`);
    await page.getByText("There is no such chapter.").waitFor();
    await page.locator(".course .chapters a").first().click();
    for (const { name } of chapters.slice(1)) {
      await page.locator(".course a[rel=next]").click();
      await page.waitForFunction((part) => location.hash === `#/course/${part}`, name);
      await page.waitForSelector(".course .widget");
      await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
    }
    expect(await page.locator(".course a[rel=next]").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("opens links with nonsense in them, and shows text as text", async () => {
    const { page, complaints } = await openPage();
    await openChapter(page, "beam-search?k=999&step=-4&alpha=NaN");
    await openChapter(page, "cells?cell=quantum&x=1,2&f=a,b,c");
    const markup = "<img src=x onerror=alert(1)><b>it</b>";
    await openChapter(page, `bleu?hyp=${encodeURIComponent(markup)}&n=7`);
    expect(await page.locator(".course .widget :is(img, b)").count()).toBe(0);
    expect(await page.locator(".course .widget tbody th[lang]").first().innerText()).toBe("<img");
    expect(complaints).toEqual([]);
  });

  it.each([
    ["in the reader's own fonts", ""],
    ["where no font has a table for mathematics", ".course math { font-family: sans-serif !important }"],
  ])("brackets and braces are as tall as what they enclose, %s", async (_, style) => {
    const { page } = await openPage({ serviceWorkers: "block" });
    await page.route("**/studio.css", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()) + style });
    });
    for (const name of ["scaled-dot-product", "masks", "bleu"]) {
      await openChapter(page, name);
      // Each fence beside a fraction or rows, with the height of these.
      const heights = await page.evaluate(() =>
        [...document.querySelectorAll(".course math mo[stretchy=true]")]
          .filter((fence) => fence.textContent !== "")
          .map((fence) => {
            const content = fence.parentElement!.querySelector("mfrac, mtable")!;
            return [fence, content].map((element) => element.getBoundingClientRect().height);
          }),
      );
      expect(heights.length, name).toBeGreaterThan(0);
      for (const [fence, content] of heights) expect(fence! / content!, name).toBeGreaterThan(0.8);
    }
  });

  it.each(languages)("fits a phone of 320 pixels, in %s", async (language) => {
    const { page } = await openPage({
      locale: language === "ja" ? "ja-JP" : "en-GB",
      viewport: { width: 320, height: 740 },
    });
    for (const { name } of chapters) {
      await openChapter(page, name);
      await settled(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(320);
    }
  });

  it.each([
    ["light", 1440, "en-GB"],
    ["dark", 1440, "ja-JP"],
    ["light", 320, "ja-JP"],
  ] as const)("axe finds nothing serious, %s, %d pixels wide, %s", async (colorScheme, width, locale) => {
    const { page } = await openPage({ colorScheme, locale, viewport: { width, height: 900 } });
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    for (const place of ["", ...chapters.map(({ name }) => `/${name}`)]) {
      await page.goto(`${server.url}#/course${place}`);
      await page.waitForSelector(place === "" ? ".course .chapters" : ".course .widget");
      await settled(page);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { axe: checker } = globalThis as unknown as {
          axe: {
            run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
          };
        };
        return (await checker.run()).violations.map(({ id, impact, nodes }) => ({
          id,
          impact,
          html: nodes[0]!.html,
        }));
      });
      expect(
        found.filter(({ impact }) => impact === "serious" || impact === "critical"),
        place,
      ).toEqual([]);
    }
  });
});

/** Gives an answer by the keyboard, and has it checked. */
async function answer(page: Page, question: Question, isRight: boolean): Promise<void> {
  const card = page.locator(`[data-question="${question.id}"]`);
  if (question.kind === "choice") {
    const option = isRight ? question.answer : (question.answer + 1) % question.options.length;
    await card.locator("input[type=radio]").nth(option).focus();
    await page.keyboard.press("Space");
  } else {
    const right = question.kind === "number" ? String(question.answer) : question.answers[0]!;
    await card.locator("input[type=text]").fill(isRight ? right : question.kind === "number" ? "-77" : "xyz");
  }
  await card.locator("button[type=submit]").focus();
  await page.keyboard.press("Enter");
}

/** Lets what was changed be drawn, and marks come to rest. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30))));
  await page.waitForFunction(() => document.querySelector(".course .widget [aria-busy]") === null);
}

/** Everything that a widget shows: texts, values and marks, but not the focus. */
function widgetState(page: Page): Promise<string> {
  return page.evaluate(() => {
    const widget = document.querySelector(".course .widget")!;
    const inputs = [...widget.querySelectorAll("input")].map(({ value, checked }) => `${value} ${checked}`);
    const titles = [...widget.querySelectorAll("svg")].map((svg) => svg.textContent);
    return JSON.stringify([(widget as HTMLElement).innerText, inputs, titles]);
  });
}
