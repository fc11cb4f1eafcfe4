import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { noCleaning } from "./cleaning.ts";
import { openSources, type PairSource, pairSourceName } from "./open-sources.ts";
import { noRemarks } from "./pair.ts";

it("gives sources one after the other with their numbers and tags; duplicates are of all together", async () => {
  const folder = await temporaryFolder();
  const [a, b, c] = ["a.tsv", "b.csv", "c.tsv"].map((name) => join(folder, name)) as [string, string, string];
  await writeFile(a, "x\ty\n\nx\ty\u0000\n");
  await writeFile(b, "ja,en\ny,x\n");
  await writeFile(c, "x\ty\n");
  const sources: PairSource[] = [
    { pairs: a, tag: "<2ja>" },
    { pairs: b, columns: ["en", "ja"], name: "table" },
    { pairs: c },
  ];
  const remarks = noRemarks();
  const lines = [];
  const clean = { ...noCleaning, invalid: "remove", duplicates: "drop" } as const;
  for await (const line of openSources(sources, { clean, remarks })) lines.push(line);
  expect(lines).toEqual([
    { from: 0, line: { source: "<2ja> x", target: "y" } },
    { from: 0, line: "blank" },
    { from: 0, line: "duplicate" },
    { from: 1, line: "header" },
    { from: 1, line: { source: "x", target: "y" } },
    { from: 2, line: "duplicate" },
  ]);
  expect(remarks.invalid).toBe(0); // the one pair that had some was left out
  expect(sources.map(pairSourceName)).toEqual([a, "table", c]);
  expect(pairSourceName({ pairs: { source: "x", target: "y" } })).toBe("x and y");
});
