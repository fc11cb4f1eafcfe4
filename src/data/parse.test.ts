import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { readPairs, readParallelPairs } from "./parse.ts";

const tsv = (lines: string[]) => readPairs(lines, { format: "tsv", name: "pairs.tsv" });
const jsonl = (lines: string[]) => readPairs(lines, { format: "jsonl", name: "pairs.jsonl" });

describe("TSV", () => {
  test("the first two columns are the pair; what gives none is counted", async () => {
    expect(await tsv(["Go.\t行け。\tCC-BY 2.0", "", " a b \tc ", "\tx", "x\t ", " \t\t", "\u3000"])).toEqual({
      pairs: [
        { source: "Go.", target: "行け。" },
        { source: "a b", target: "c" },
      ],
      skipped: { blank: 3, empty: 2 },
    });
  });

  test("a line without a tab is an error", async () => {
    await expect(tsv(["a\tb", "", "no tab"])).rejects.toThrow(
      new DataError(
        'pairs.tsv:3: "no tab" has no tab: expected source, tab, target; ' +
          "name the file .jsonl if it holds JSON lines, or give source and target as two files",
      ),
    );
  });

  test("a long line is shortened in the message, and not within a character", async () => {
    await expect(tsv(["😀".repeat(41)])).rejects.toThrow(`pairs.tsv:1: "${"😀".repeat(40)}…" has no tab`);
    await expect(tsv(["😀".repeat(40)])).rejects.toThrow(`pairs.tsv:1: "${"😀".repeat(40)}" has no tab`);
  });

  test("property: every line becomes a pair or is counted", async () => {
    const side = fc.string({ unit: fc.constantFrom("a", " ", "é") });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(side, side)), async (sides) => {
        const { pairs, skipped } = await tsv(sides.map(([source, target]) => `${source}\t${target}`));
        expect(pairs.length + skipped.blank + skipped.empty).toBe(sides.length);
        expect(pairs).toEqual(
          sides
            .map(([source, target]) => ({ source: source.trim(), target: target.trim() }))
            .filter(({ source, target }) => source && target),
        );
      }),
    );
  });
});

describe("JSON lines", () => {
  test("objects with source and target", async () => {
    const lines = ['{"source": "a\\tb", "target": "c", "id": 3}', " ", '{"target": "", "source": "x"}'];
    expect(await jsonl(lines)).toEqual({
      pairs: [{ source: "a\tb", target: "c" }],
      skipped: { blank: 1, empty: 1 },
    });
  });

  test.each([
    ['{"source": "a"', "is not JSON"],
    ['["a", "b"]', "is not an object"],
    ['{"source": "a"}', 'has no string "target"'],
    ['{"source": 3, "target": "b"}', 'has no string "source"'],
  ])("%s is an error", async (line, problem) => {
    await expect(jsonl(['{"source": "a", "target": "b"}', line])).rejects.toThrow(
      new DataError(
        `pairs.jsonl:2: ${JSON.stringify(line)} ${problem}: expected an object like {"source": "…", "target": "…"}`,
      ),
    );
  });
});

describe("parallel lines", () => {
  const read = (source: string[], target: string[]) =>
    readParallelPairs({ lines: source, name: "train.en" }, { lines: target, name: "train.ja" });

  test("line n belongs to line n; tabs are text", async () => {
    expect(await read(["a\tb", "", "c", "d "], ["x", " ", "", "y"])).toEqual({
      pairs: [
        { source: "a\tb", target: "x" },
        { source: "d", target: "y" },
      ],
      skipped: { blank: 1, empty: 1 },
    });
  });

  test("different numbers of lines are an error", async () => {
    await expect(read(["a", "b", "c"], ["x", "y"])).rejects.toThrow(
      new DataError(
        "the numbers of lines differ: 3 in train.en, 2 in train.ja: expected line n of the one to belong to line n of the other",
      ),
    );
  });
});
