import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const pages = ["", "docs"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);

describe("links to files", () => {
  it.each(pages)("of %s lead to files that are there", (page) => {
    const links = [...readFileSync(join(root, page), "utf8").matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(
      ([, target]) => target!,
    );
    const files = links.filter((target) => !/^[a-z]+:/.test(target));
    expect(files.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });

  it("are found", () => {
    expect(pages).toContain("README.md");
    expect(pages).toContain(join("docs", "design.md"));
  });
});
