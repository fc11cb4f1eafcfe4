import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderPage } from "./web-page.ts";

const script = readFileSync(new URL("../../bundles/page-view.ts", import.meta.url), "utf8");

describe("the page of an export", () => {
  it("has every part that its script looks for", () => {
    const page = renderPage({ name: "a", examples: [] });
    const table = /const texts[^=]*= \{([^}]*)\}/.exec(script)![1]!;
    const ids = [
      ...[...script.matchAll(/element\("([^"]+)"\)/g)].map(([, id]) => id!),
      ...[...table.matchAll(/^\s*"?([a-z-]+)"?:/gm)].map(([, id]) => id!),
    ];
    expect(ids.length).toBeGreaterThan(20);
    for (const id of ids) expect(page, id).toContain(`id="${id}"`);
  });

  it("shows names and examples as they are, and asks for nothing by an absolute address", () => {
    const page = renderPage({ name: `<b>"A"</b>`, examples: [`x" onfocus="y`, "z"] });
    expect(page).toContain("<title>&lt;b&gt;&quot;A&quot;&lt;/b&gt;</title>");
    expect(page).toContain('placeholder="x&quot; onfocus=&quot;y"');
    expect(page).toContain('<button type="button">z</button>');
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      "data:,",
      "page.css",
      "page.js",
      "licenses.txt",
    ]);
  });
});
