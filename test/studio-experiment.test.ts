import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { withoutChromium } from "./support/chromium.ts";
import { checkLooks } from "./support/looks.ts";
import { studioOfSuite } from "./support/studio-page.ts";

describe.skipIf(withoutChromium !== "")(
  `the long-sentence experiment in the studio${withoutChromium}`,
  () => {
    const openTab = studioOfSuite();

    const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
    const rows = (page: Page) => page.locator(".length-scores tbody tr");

    it("trains both models on short sentences, and measures them on long ones while the figure grows", async () => {
      const { page, view } = await openTab({
        hash: "#/experiment?task=copy&upto=4&pairs=1500&metric=exact_match&length=6",
      });
      await page.getByText("Train both models first, or take two runs.").waitFor();
      await button(page, "Train both models").click();
      await page.locator("[data-figure=update]").nth(1).waitFor();
      await button(page, "Measure").waitFor({ timeout: 100_000 });
      const address = page.url();
      expect(address).toMatch(/runs=[\w-]+%2C[\w-]+/);

      await button(page, "Measure").click();
      await page.locator(".length-figure svg").waitFor();
      const first = await sentences(page);
      await expect.poll(() => sentences(page)).toBeGreaterThan(first);
      await button(page, "Stop measuring").click();
      await page.getByText("new sentences, translated by both models.").waitFor();
      const measured = await sentences(page);
      await page.getByText("The same as a table").click();
      const table = await rows(page).allInnerTexts();
      expect(table).toHaveLength(8);
      const counts = table.map((row) => Number(row.split("\t")[1]));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(measured);
      for (const row of table)
        expect(row).toMatch(/^[\d–]+\t\d+\t[\d.]+ \[[\d.]+, [\d.]+\]\t[\d.]+ \[[\d.]+, [\d.]+\]$/);
      expect(await page.locator(".length-figure").innerText()).toMatch(
        /fixed vector[\s\S]*attention|attention[\s\S]*fixed vector/,
      );

      const outputs = page.locator(".outputs dd");
      await expect.poll(async () => (await outputs.allInnerTexts()).join()).not.toContain("Translating");
      expect((await outputs.first().innerText()).split(" ")).toHaveLength(6);
      await page.getByLabel("Length of the source sentence").fill("9");
      await expect
        .poll(async () => (await page.locator(".source-sentence").innerText()).split(" ").length)
        .toBe(9);
      await expect.poll(async () => page.locator(".maps .heat-map").count()).toBe(1);
      expect(await page.locator(".maps").innerText()).toContain("It has no attention");
      const before = await page.locator(".source-sentence").innerText();
      await button(page, "Another sentence").click();
      await expect.poll(() => page.locator(".source-sentence").innerText()).not.toBe(before);

      await checkLooks(page);
      await page.reload(); // the link is the experiment
      await button(page, "Measure").waitFor();
      expect(await page.getByLabel("Length of the source sentence").inputValue()).toBe("9");
      await view("#/experiment?task=nonsense&upto=-3&length=1e9&runs=<b>,x&metric=y");
      await page.getByText("Train both models first, or take two runs.").waitFor();
      await page.getByText("Or take two runs that you have").click();
      const names = await page.getByLabel("First model").locator("option").allInnerTexts();
      expect(names.filter((name) => name.includes("attention"))).toHaveLength(1);
    });

    async function sentences(page: Page): Promise<number> {
      const told = await page.getByText(/[\d,]+ new sentences/).innerText();
      return Number(/[\d,]+/.exec(told)![0].replaceAll(",", ""));
    }
  },
);
