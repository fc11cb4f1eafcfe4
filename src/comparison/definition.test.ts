import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { ConfigError } from "../errors.ts";
import { armNames } from "./arms.ts";
import { readComparisonData } from "./comparison-data.ts";
import { readComparison } from "./definition.ts";
import { presets } from "./presets.ts";

async function file(content: string): Promise<string> {
  const path = join(await temporaryFolder(), "mine.yaml");
  await writeFile(path, content);
  return path;
}

describe("readComparison", () => {
  it.each(Object.keys(presets))("knows %s, with all arms and the same updates for each", async (name) => {
    const definition = await readComparison(name);
    expect(definition).toMatchObject({ name, arms: armNames, seeds: [1], metric: "bleu" });
    expect(definition.configuration.training.schedule).toBe("cosine");
    expect(definition.out).toBe(join("runs", `compare-${name}`));
  });

  it("reads a file, its paths relative to it, with settings before it", async () => {
    const path = await file(
      "data: { pairs: a.tsv, test: b.tsv }\nout: c\ncomparison: { arms: [dot, fixed-initial], metric: token_error_rate }\n",
    );
    const definition = await readComparison(path, { comparison: { seeds: [3, 1, 3] } });
    expect(definition).toMatchObject({
      name: "mine",
      arms: ["fixed-initial", "dot"],
      seeds: [1, 3],
      metric: "token_error_rate",
      out: join(path, "../c"),
    });
    expect(definition.configuration.data.pairs).toBe(join(path, "../a.tsv"));
  });

  it("takes the configuration's seed where none is named", async () => {
    expect((await readComparison("copy", { training: { seed: 7 } })).seeds).toEqual([7]);
  });

  it("cuts lengths where a preset's sentences are, or where it is told to", async () => {
    expect((await readComparison("enja")).bounds).toEqual([5, 7, 9]);
    expect((await readComparison("enja", { comparison: { bounds: [8] } })).bounds).toEqual([8]);
    expect((await readComparison("reverse")).bounds).toBeUndefined();
  });

  it("refuses what is no preset", async () => {
    await expect(readComparison("revers")).rejects.toThrow(
      new ConfigError(
        'preset "revers": expected one of reverse, copy, sort, enja, or a file such as compare.yaml; did you mean reverse?',
      ),
    );
  });

  it("refuses wrong keys and values of its own section", async () => {
    const settings = { comparison: { arms: ["dott"], seed: 1, updates: 0 } };
    await expect(readComparison("copy", settings)).rejects.toThrow(
      new ConfigError(
        [
          "preset copy, with the command line's changes:",
          `  comparison.arms.0 "dott": expected one of ${armNames.map((name) => `"${name}"`).join(", ")}`,
          "  comparison.updates 0: expected number to be >0",
          "  comparison.seed: unknown key; did you mean seeds?",
        ].join("\n"),
      ),
    );
  });

  it("refuses what would give arms unequal updates", async () => {
    const path = await file("training: { schedule: halving, earlyStopping: 2 }\nfrom: old\n");
    await expect(readComparison(path)).rejects.toThrow(
      new ConfigError(
        [
          `${path}:`,
          '  training.schedule "halving": expected another, such as "cosine", because all arms of a comparison get the same updates',
          "  training.earlyStopping 2: expected 0, because all arms of a comparison get the same updates",
          `  from "${join(path, "../old")}": leave it out, because all arms start afresh`,
        ].join("\n"),
      ),
    );
  });
});

describe("readComparisonData", () => {
  it("draws a preset's task, the same each time", async () => {
    const data = await readComparisonData(await readComparison("copy"));
    expect([data.pairs, data.dev, data.test].map(({ length }) => length)).toEqual([10_000, 500, 500]);
    expect(data.pairs.every(({ source, target }) => source === target)).toBe(true);
    const again = await readComparisonData(await readComparison("copy"));
    expect(again.fingerprint).toBe(data.fingerprint);
    const other = await readComparisonData(await readComparison("sort"));
    expect(other.fingerprint).not.toBe(data.fingerprint);
  });

  it("says how to give what a preset does not have", async () => {
    await expect(readComparisonData(await readComparison("enja"))).rejects.toThrow(
      new ConfigError(
        "enja: no pairs to train on: it is for English sentences with their Japanese translations, words with spaces " +
          "between them. Name files as data.pairs, data.dev and data.test; two files of lines each as " +
          "data.pairs.source and data.pairs.target, and so on",
      ),
    );
    await expect(
      readComparisonData(await readComparison("enja", { data: { pairs: "a.tsv" } })),
    ).rejects.toThrow(new ConfigError("enja: no pairs to compare on: name a file as data.test"));
  });
});
