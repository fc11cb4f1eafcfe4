import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { movedRow, withWeight } from "../src/inspection/attention-row.ts";
import { SteppedDecoder } from "../src/inspection/stepped-decoder.ts";
import { tracedSearch } from "../src/inspection/traced-search.ts";
import { saveModel } from "../src/model-folder/model-folder.ts";
import { openRuntime } from "../src/runtime/index.ts";
import { createTranslator } from "../src/search/translator.ts";
import type { Model } from "../src/seq2seq/model.ts";
import { launchChromium, withoutChromium } from "./support/chromium.ts";
import { type PlainChanges, plainModel } from "./support/plain-model.ts";
import { sourceIds } from "./support/reference-search-comparison.ts";
import { type StaticServer, serveFolder } from "./support/static-server.ts";
import { builtStudio, openStudio, type StudioTabOptions } from "./support/studio-page.ts";
import { history } from "./support/tiny-saved-model.ts";
import { wildModel } from "./support/wild-model.ts";

const limit = 9;
const shared = { words: "p q r s t u v <i>", endBias: 0, target: { maximumLength: limit } };
const letters = wildModel({ ...shared, seed: 21, context: { score: "dot" } });
const other = wildModel({ ...shared, seed: 9, context: { kind: "fixed-initial" } });
const loops = plainModel(letters);
const runtime = await openRuntime({ threads: 1 });
/** A model that writes more than one word for it, and another under the changes below. */
const line = "hgfedcba";

describe.skipIf(withoutChromium !== "")(
  `looking inside in Chromium${withoutChromium}`,
  { timeout: 240_000 },
  () => {
    let browser: Browser;
    let site: Awaited<ReturnType<typeof builtStudio>>;
    let server: StaticServer;
    beforeAll(async () => {
      [browser, site] = await Promise.all([launchChromium(), builtStudio()]);
      for (const [name, model] of Object.entries({ letters, other })) {
        await mkdir(join(site.folder, "models", name), { recursive: true });
        await saveModel(join(site.folder, "models", name), model, history);
      }
      await writeFile(
        join(site.folder, "models/index.json"),
        JSON.stringify({ models: ["letters", "other"] }),
      );
      server = await serveFolder(site.folder);
    }, 240_000);
    afterAll(async () => {
      await browser?.close();
      server?.close();
      await site?.remove();
    });

    async function open(query: string, options: StudioTabOptions = {}): Promise<Page> {
      const { page } = await openStudio(browser, server.url, { ...options, hash: `#/inspect?${query}` });
      return page;
    }

    const texts = (page: Page, selector: string) => page.locator(selector).allTextContents();

    async function expectHypotheses(page: Page, model: Model, text: string, beam: number): Promise<void> {
      const translator = await createTranslator(model, runtime);
      const [translation] = await translator.translate([text], { beam, nBest: beam });
      const expected = translation!.hypotheses;
      const first = page.locator(".model-column").first();
      await expect
        .poll(() => first.locator(".hypotheses .text").allTextContents())
        .toEqual(expected.map((one) => one.text || "(empty output)"));
      const scores = await texts(page, ".model-column:first-of-type .numbers abbr[title=score]");
      scores.forEach((score, n) => {
        expect(Number(score.replace("−", "-"))).toBeCloseTo(expected[n]!.score, 1);
      });
      const weights = expected[0]!.attention!.flat();
      const distance = async () => {
        const tips = await first.locator(".heat-map g title").allTextContents();
        const shown = tips.map((tip) => Number(/: (.*)$/.exec(tip)![1]));
        if (shown.length !== weights.length) return Number.POSITIVE_INFINITY;
        return Math.max(...weights.map((weight, i) => Math.abs(weight - shown[i]!)));
      };
      await expect.poll(distance).toBeLessThan(0.005);
    }

    it("gives all hypotheses that Node gives, as one types", async () => {
      const page = await open("run=served:letters");
      for (const text of ["abc", line]) {
        await page.fill("#inspect-text", "");
        await page.locator("#inspect-text").pressSequentially(text, { delay: 20 });
        await expectHypotheses(page, letters, text, 5);
      }
      expect(page.url()).toContain(`text=${line}`);
      await page.locator("#inspect-beam").fill("3");
      await page.locator("#inspect-beam").press("Tab");
      await expectHypotheses(page, letters, line, 3);
    });

    it("shows the beam as a tree: every hypothesis, and what was pruned when", async () => {
      const page = await open(`run=served:letters&text=${line}&beam=4`);
      const { tree, hypotheses } = await tracedSearch(new SteppedDecoder(letters, runtime), line, {
        beam: 4,
        nBest: 4,
      });
      await page.locator(".beam-tree").waitFor();
      const rows = await page.locator(".tree-card tbody tr").count();
      expect(rows).toBe(tree.length);
      const fates = await texts(page, ".tree-card tbody tr td:last-child");
      expect(fates).toEqual(tree.map(({ fate }) => fate));
      const shown = tree.filter(({ fate }) => fate !== "pruned").length;
      expect(await page.locator(".beam-tree .node:not(.pruned)").count()).toBe(shown);
      expect(await page.locator(".beam-tree .node.marked").count()).toBe(hypotheses[0]!.ids.length);
      expect(await texts(page, ".beam-tree .node.finished title")).toContainEqual(
        expect.stringMatching(/finished, score −\d/),
      );
    });

    it("chooses from the tree by the arrow keys and by the pointer: an output, a word, words to write", async () => {
      const page = await open(`run=served:letters&text=${line}&beam=4`);
      const { tree, hypotheses } = await tracedSearch(new SteppedDecoder(letters, runtime), line, {
        beam: 4,
        nBest: 4,
      });
      const told = page.locator(".tree-card .told");
      await page.locator(".tree-keys").focus();
      await page.keyboard.press("ArrowRight"); // to the first hypothesis
      await told.filter({ hasText: "Enter shows what else this word could have been." }).waitFor();
      expect(await page.locator(".beam-tree .cursor").getAttribute("data-node")).toBe("0");
      await page.keyboard.press("Enter");
      await page.locator(".word-choice button[aria-pressed=true]").waitFor();
      expect(page.url()).toContain("at=1");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("what-if-title");

      const second = page.locator(`.beam-tree [data-node="${hypotheses[1]!.last}"]`);
      await second.locator(".hit").click({ force: true });
      await expect.poll(() => page.url()).toContain("show=2");
      await expect.poll(() => second.getAttribute("class")).toContain("marked");

      // The likeliest first word that the output does not begin with.
      const other = tree.findIndex(({ step, token }) => step === 0 && token !== hypotheses[1]!.ids[0]);
      await page.locator(`.beam-tree [data-node="${other}"] .hit`).click({ force: true });
      await told.filter({ hasText: "Enter has the model write these words" }).waitFor();
      const written = page.locator(".side.after .marked-words > *").first();
      await expect.poll(() => written.textContent()).toBe(tree[other]!.text);
      await expect.poll(() => page.url()).toContain("edits=force.0.");
    });

    /** The tokens of the continuation that the page shows, once they are those of plain loops. */
    async function expectContinuation(page: Page, changes: PlainChanges): Promise<void> {
      const { ids } = loops.greedy(sourceIds(letters, line), limit + 1, changes);
      const tokens = ids.slice(0, -1).map((id) => letters.target.vocabulary.token(id));
      await expect
        .poll(() => texts(page, ".side.after .marked-words > *"))
        .toEqual(tokens.length === 0 ? ["(empty output)"] : tokens);
    }

    it("what if: words, attention and states give what plain loops give", async () => {
      const page = await open(`run=served:letters&text=${line}&beam=1`);
      const original = loops.greedy(sourceIds(letters, line), limit + 1);
      const before = original.ids.slice(0, -1).map((id) => letters.target.vocabulary.token(id));
      await expect.poll(() => texts(page, ".word-choice button")).toEqual([...before, "</s>"]);
      const [row] = [Array.from(original.steps[1]!.attention)];

      await page.locator(".word-choice button").nth(1).click();
      const others = letters.target.vocabulary.toJSON();
      const forced = others.findIndex((token) => token === (before[1] === "q" ? "p" : "q"));
      await page.getByRole("button", { name: `Write ${others[forced]} here`, exact: true }).click();
      await expectContinuation(page, { force: { 1: forced } });
      expect(await page.locator(".side.after .marked-words ins").count()).toBeGreaterThan(0);
      await expect.poll(() => page.url()).toContain(`edits=force.1.${others[forced]}`);

      await page.getByRole("button", { name: "Remove all changes" }).click();
      await page.getByRole("button", { name: `Forbid ${before[1]} here`, exact: true }).click();
      await expectContinuation(page, { forbid: { 1: original.ids[1]! } });

      await page.getByRole("button", { name: "Remove all changes" }).click();
      await page.locator(".row-editor input[type=range]").nth(2).focus();
      await page.keyboard.press("End");
      await expectContinuation(page, { attention: { 1: withWeight(row!, 2, 1) } });

      await page.getByRole("button", { name: "Remove all changes" }).click();
      await page.getByRole("button", { name: "Move the row →" }).click();
      await expectContinuation(page, { attention: { 1: movedRow(row!, 1) } });

      await page.getByRole("button", { name: "Remove all changes" }).click();
      await page.locator(".hold-editor select").first().selectOption({ label: "c of layer 1" });
      await page.locator(".hold-editor input").first().fill("3");
      await page.locator(".hold-editor input").nth(1).fill("-4");
      await page.locator(".hold-editor select").nth(1).selectOption("true");
      await page.getByRole("button", { name: "Hold", exact: true }).click();
      await expectContinuation(page, {
        states: (t, states) =>
          t < 1
            ? states
            : states.with(
                1,
                states[1]!.map((x, u) => (u === 2 ? -4 : x)),
              ),
      });
      expect(await texts(page, ".edit-list li")).toEqual(["c of layer 1, unit 3 is −4 from word 2 on×"]);
    });

    it("a link has all of it, and nonsense in it does no harm", async () => {
      const page = await open(
        `run=served:letters&text=${line}&beam=1&at=2&edits=force.1.%3Ci%3E~look.x~%25~clamp.1`,
      );
      await expectContinuation(page, { force: { 1: letters.target.vocabulary.id("<i>") } });
      expect(await texts(page, ".edit-list li")).toEqual(["word 2 is “<i>”×"]);
      expect(await page.locator("main i").count()).toBe(0);
      const refused = await open(
        `run=nobody&text=${line}&beam=99&show=x&at=-3&edits=look.0.1,2~clamp.0.1.77.all.0`,
      );
      await refused.locator(".comparison, .what-if [role=alert]").waitFor();
      expect(await refused.textContent(".what-if [role=alert]")).toBe(
        "This cannot be tried: attention at step 0: 2 weights; expected 9, one for each source token and </s>. Remove the change.",
      );
      const hidden = await open(`text=${line}&hide=what-if,tree,states,gates,nearest,model,samples`);
      await hidden.locator(".heat-map").waitFor();
      expect(await hidden.locator(".what-if, details, select").count()).toBe(0);
    });

    it("names the source's words that the model does not know", async () => {
      const page = await open(`run=served:letters&text=aZbZ`);
      const note = page.locator(".hypotheses .unknown");
      await expect
        .poll(() => note.allInnerTexts())
        .toEqual(["Not in the model's vocabulary, and read as <unk>: Z"]);
      await page.fill("#inspect-text", line);
      await expect.poll(() => note.count()).toBe(0);
    });

    it("says that a model of the link is not here, and tells of a failure only while it lasts", async () => {
      const gone = await open(`run=served:gone&text=${line}`);
      await expect
        .poll(() => texts(gone, ".notice"))
        .toEqual([
          "The link names a model that is not here: served:gone. Open it under Runs, or choose another.",
        ]);
      await gone.locator("#inspect-run").selectOption({ label: "letters" });
      await expect.poll(() => gone.locator(".notice").count()).toBe(0);

      const page = await open(`run=served:letters&text=${line}`, { expected: /Failed to load resource/ });
      await page.locator(".heat-map").waitFor();
      const [there, away] = ["other", "away"].map((name) => join(site.folder, "models", name));
      await rename(there!, away!);
      onTestFinished(() => rename(away!, there!));
      await page.locator("#inspect-run").selectOption({ label: "other" });
      await page.locator(".problem").waitFor();
      await page.locator("#inspect-run").selectOption({ label: "letters" });
      await expect.poll(() => page.locator(".problem").count()).toBe(0);
    });

    it("keeps in its address which parts are open, and what they show", async () => {
      const page = await open(`run=served:letters&text=${line}`);
      await page.locator(".beam-tree").waitFor();
      await page.locator(".tree-card summary").click();
      await page.locator(".states-card summary").click();
      await page.locator("#inspect-state").selectOption({ label: "c of layer 1" });
      await page.locator(".gates-card summary").click();
      await page.locator("#inspect-part").selectOption({ label: "encoder, layer 1, backwards" });
      await expect.poll(() => page.url()).toMatch(/open=states%2Cgates&state=2&gates=3$/);
      await page.reload();
      await page.locator(".state-plane").nth(1).waitFor();
      expect(await page.locator("#inspect-state").inputValue()).toBe("1");
      await page.locator(".gate-map").first().waitFor();
      expect(await page.locator("#inspect-part").inputValue()).toBe("2");
      expect(await page.locator(".tree-card").getAttribute("open")).toBeNull();
      await page.evaluate(() => {
        location.hash = "#/inspect";
      });
      await expect.poll(() => page.url()).toMatch(/#\/inspect\?run=served%3A(letters|other)$/);
      const nonsense = await open(`run=served:letters&text=${line}&open=states,gates,x&state=99&gates=-1`);
      await nonsense.locator(".gate-map").first().waitFor();
      expect(await nonsense.locator("#inspect-part").inputValue()).toBe("0");
    });

    it("two models on one input; one of them has no attention", async () => {
      const page = await open(`run=served:letters&with=served:other&text=${line}`);
      const columns = page.locator(".model-column");
      await expect.poll(() => columns.count()).toBe(2);
      const translator = await createTranslator(other, runtime);
      const [translation] = await translator.translate([line], { beam: 5, nBest: 5 });
      await expect
        .poll(() => columns.nth(1).locator(".text").allTextContents())
        .toEqual(translation!.hypotheses.map(({ text }) => text || "(empty output)"));
      expect(await columns.nth(1).textContent()).toContain("This model has no attention");
    });

    it("states in planes and gates, on demand", async () => {
      const page = await open(`run=served:letters&text=${line}&beam=1`);
      await page.locator(".states-card summary").click();
      const { ids } = loops.greedy(sourceIds(letters, line), limit + 1);
      await expect.poll(() => page.locator(".state-plane .dot").count()).toBe(line.length + 1 + ids.length);
      await page.locator(".gates-card summary").click();
      await page.locator("#inspect-part").selectOption({ label: "encoder, layer 1, forwards" });
      const { forwardGates } = loops.read(sourceIds(letters, line));
      await expect
        .poll(() => texts(page, ".gate-map:first-of-type .chart-title"))
        .toEqual(["input gate i", "forget gate f", "output gate o", "candidate g"]);
      await expect
        .poll(() => texts(page, ".gate-maps > div:nth-child(2) title"))
        .toContain(`a, unit 2: ${forwardGates.at(-2)!.f[1]!.toFixed(2)}`);
    });

    it("works by the keyboard alone", async () => {
      const page = await open("run=served:letters&beam=1");
      await page.locator("#inspect-text").waitFor();
      const reach = async (selector: string) => {
        for (let n = 0; n < 80; n++) {
          if (await page.evaluate((to) => document.activeElement?.matches(to) ?? false, selector)) return;
          await page.keyboard.press("Tab");
        }
        throw new Error(`${selector} was not reached by Tab`);
      };
      await reach("#inspect-text");
      await page.keyboard.type(line);
      await page.locator(".word-choice button").nth(1).waitFor();
      await reach(".map-keys");
      for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
      const { ids, steps } = loops.greedy(sourceIds(letters, line), limit + 1);
      const told = await page.textContent(".model-column .told");
      expect(told).toContain(`${letters.target.vocabulary.token(ids[1]!)} looked at `);
      const light = await page
        .locator(".model-column .lit-words")
        .first()
        .locator(".lit-word")
        .evaluateAll((words) => words.map((word) => Number((word as HTMLElement).dataset.light)));
      light.forEach((share, s) => expect(share).toBeCloseTo(steps[1]!.attention[s]!, 1));
      await reach(".word-choice button:nth-of-type(2)");
      await page.keyboard.press("Enter");
      await page.locator(".row-editor").waitFor();
      await reach('.candidates button[aria-label^="Forbid"]');
      const name = await page.evaluate(() => document.activeElement!.getAttribute("aria-label"));
      await page.keyboard.press("Space");
      const token = letters.target.vocabulary.id(/^Forbid (.*) here$/.exec(name!)![1]!);
      await expectContinuation(page, { forbid: { 1: token } });
    });

    it.each(["light", "dark"] as const)(
      "has nothing that axe finds serious: %s, in Japanese",
      async (colorScheme) => {
        const page = await open(`run=served:letters&with=served:other&text=${line}&at=2&edits=force.1.q`, {
          colorScheme,
          locale: "ja-JP",
        });
        await page.locator(".comparison").waitFor();
        expect(await page.textContent("h1")).toBe("中を見る");
        for (const summary of await page.locator("summary").all()) {
          if ((await summary.locator("..").getAttribute("open")) === null) await summary.click();
        }
        await page.locator(".gate-map").first().waitFor();
        await page.locator(".state-plane").first().waitFor();
        const found = (await page.evaluate(
          `${axe.source}; axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(({ target }) => target.join(" ")) })))`,
        )) as { id: string; impact: string }[];
        expect(found.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
      },
    );

    it.each([360, 1440])("fits a width of %d", async (width) => {
      const page = await open(`run=served:letters&text=${line}&at=2&edits=force.1.q`, {
        viewport: { width, height: 800 },
      });
      await page.locator(".comparison").waitFor();
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(scrolls).toBeLessThanOrEqual(0);
    });

    it("nearest training pairs of a model that was trained in the tab", async () => {
      const settings = {
        encoder: { size: 16, embedding: 8 },
        decoder: { size: 16, embedding: 8 },
        training: { epochs: 1, batchTokens: 800 },
      };
      const { page, view } = await openStudio(browser, server.url, {
        hash: `#/train?task=copy&settings=${encodeURIComponent(JSON.stringify(settings))}`,
      });
      await page.getByRole("button", { name: "Start" }).click();
      await page.locator(".controls [role=status]").filter({ hasText: "Done" }).waitFor({ timeout: 150_000 });
      await view("#/inspect");
      await page
        .locator("#inspect-run option", { hasNotText: /^(letters|other)$/ })
        .first()
        .waitFor({ state: "attached" });
      const run = await page
        .locator("#inspect-run option", { hasNotText: /^(letters|other)$/ })
        .first()
        .getAttribute("value");
      await page.locator("#inspect-run").selectOption(run);
      await page.locator(".samples button").first().waitFor();
      await page.locator(".nearest-card summary").click();
      await expect.poll(() => page.locator(".nearest tbody tr").count()).toBe(8);
      const source = await page.textContent(".nearest tbody tr:first-child td:first-child");
      await page.fill("#inspect-text", source!);
      await expect
        .poll(() => texts(page, ".nearest tbody tr:first-child td"))
        .toEqual([source, source, "1.000"]);
    });
  },
);
