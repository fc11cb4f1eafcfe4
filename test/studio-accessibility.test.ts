import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { withoutChromium } from "./support/chromium.ts";
import { studioOfSuite } from "./support/studio-page.ts";

vi.setConfig({ testTimeout: 400_000 });

const addresses = [
  "#/home",
  "#/train",
  "#/train?task=own&beside=own",
  "#/inspect",
  "#/experiment",
  "#/runs",
  "#/course",
];
const settings = encodeURIComponent(JSON.stringify({ encoder: { size: 16 }, decoder: { size: 16 } }));

describe.skipIf(withoutChromium !== "")(`the views of the studio${withoutChromium}`, () => {
  const openTab = studioOfSuite();
  let axe = "";
  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  });

  interface Finding {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }

  const serious = `axe.run().then(({ violations }) => violations.filter(({ impact }) => /serious|critical/.test(impact)))`;

  describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
    it.each([
      ["en-GB", 1280],
      ["ja-JP", 320],
    ])(
      "have nothing that an accessibility checker calls serious, and fit a screen: %s, %i pixels",
      async (locale, width) => {
        const options = { colorScheme, locale, viewport: { width, height: 800 }, hash: addresses[0]! };
        const { page, view } = await openTab({
          ...options,
          reducedMotion: "reduce",
        });
        await page.evaluate(axe);
        const look = async (at: string) => {
          const findings = (await page.evaluate(serious)) as Finding[];
          const told = findings.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\\n")}`);
          expect(told, at).toEqual([]);
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(wide, `${at} is wider than the screen`).toBeLessThanOrEqual(0);
        };
        for (const address of addresses) {
          await view(address);
          await page.locator(`main.view-${/\w+/.exec(address)![0]} h1`).waitFor();
          await page.waitForTimeout(300);
          await look(address);
        }
        await view(`#/train?task=reverse&pairs=2000&beside=fixed&settings=${settings}`);
        await page.locator(".view-train .controls button").first().click();
        await page.locator(".heat-map").waitFor();
        await page.locator(".view-train .controls button").first().click();
        await look("a training that is held");
        await page.locator(".view-train .controls button").last().click();
      },
    );
  });

  it("tell what is pressed in the reader's own colours, and print what was found without controls", async () => {
    const { page, view } = await openTab({ hash: "#/home", forcedColors: "active", reducedMotion: "reduce" });
    await page.evaluate(axe);
    for (const address of ["#/home", "#/train", "#/experiment"]) {
      await view(address);
      await page.locator(`main.view-${/\w+/.exec(address)![0]} h1`).waitFor();
      const findings = (await page.evaluate(serious)) as Finding[];
      expect(
        findings.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`),
        address,
      ).toEqual([]);
    }
    const colour = (name: string) =>
      page.getByRole("button", { name }).evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(await colour("English")).not.toBe(await colour("日本語"));
    await page.emulateMedia({ media: "print", forcedColors: "none" });
    await view("#/train");
    await page.locator(".controls").waitFor();
    for (const control of ["header.top", "footer.bottom", ".controls .buttons", ".own-sentence"]) {
      expect(await page.locator(control).first().isVisible(), control).toBe(false);
    }
  });
});
