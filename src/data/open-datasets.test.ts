import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { noCleaning } from "./cleaning.ts";
import { type Dataset, datasetName, openDatasets } from "./open-datasets.ts";
import { noRemarks } from "./pair.ts";

it("gives datasets one after the other with their numbers and tags; duplicates are of all together", async () => {
  const folder = await temporaryFolder();
  const [a, b, c] = ["a.tsv", "b.csv", "c.tsv"].map((name) => join(folder, name)) as [string, string, string];
  await writeFile(a, "x\ty\n\nx\ty\u0000\n");
  await writeFile(b, "ja,en\ny,x\n");
  await writeFile(c, "x\ty\n");
  const datasets: Dataset[] = [
    { pairs: a, tag: "<2ja>" },
    { pairs: b, columns: ["en", "ja"], name: "table" },
    { pairs: c },
  ];
  const remarks = noRemarks();
  const lines = [];
  const clean = { ...noCleaning, invalid: "remove", duplicates: "drop" } as const;
  for await (const line of openDatasets(datasets, { clean, remarks })) lines.push(line);
  expect(lines).toEqual([
    { from: 0, line: { source: "<2ja> x", target: "y" } },
    { from: 0, line: "blank" },
    { from: 0, line: "duplicate" },
    { from: 1, line: "header" },
    { from: 1, line: { source: "x", target: "y" } },
    { from: 2, line: "duplicate" },
  ]);
  expect(remarks.invalid).toBe(0); // the one pair that had some was left out
  expect(datasets.map(datasetName)).toEqual([a, "table", c]);
  expect(datasetName({ pairs: { source: "x", target: "y" } })).toBe("x and y");
});
