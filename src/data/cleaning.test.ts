import { describe, expect, it } from "vitest";
import { Cleaner, type CleaningOptions, noCleaning } from "./cleaning.ts";
import { noRemarks, type PairLine } from "./pair.ts";

function clean(
  options: Partial<CleaningOptions>,
  pairs: readonly (readonly [string, string])[],
  { held = [], tag }: { held?: string[]; tag?: string } = {},
) {
  const remarks = noRemarks();
  const cleaner = new Cleaner({ ...noCleaning, ...options }, remarks, new Set(held));
  const lines = pairs.map(([source, target]): PairLine => cleaner.clean({ source, target }, tag));
  const kept = lines.map((line) => (typeof line === "string" ? line : `${line.source}|${line.target}`));
  return { kept, remarks };
}

describe("cleaning", () => {
  it("keeps all by default, and counts invalid characters", () => {
    const pairs = [
      ["a\u0000", "b"],
      ["a\u0000", "b"],
      ["c", "c"],
      ["<b>x</b>", "\ud800"],
    ] as const;
    const { kept, remarks } = clean({}, pairs, { held: ["c"] });
    expect(kept).toEqual(pairs.map(([source, target]) => `${source}|${target}`));
    expect(remarks).toEqual({ markup: 0, invalid: 3 });
    expect(new Cleaner(noCleaning, remarks).clean("fuzzy")).toBe("fuzzy");
  });

  it("takes out invalid characters, or their pairs; a pair of nothing else is empty", () => {
    const pairs = [
      ["a\ufffdb\u0007", "c\td"],
      ["\u0000 ", "x"],
      ["ok", "é\n漢😀\u200b"],
    ] as const;
    expect(clean({ invalid: "remove" }, pairs)).toEqual({
      kept: ["ab|c\td", "empty", "ok|é\n漢😀\u200b"],
      remarks: { markup: 0, invalid: 1 },
    });
    const ends = [
      ["Sales\u000bfigures", "Ventes \u000c\u2028 chiffres"],
      ["P1\u0085P2", "\u000bfin\u0085"],
      ["1990\u00961995", "\u0093non\u0094\u0081"],
    ] as const;
    expect(clean({ invalid: "remove" }, ends)).toEqual({
      kept: ["Sales figures|Ventes chiffres", "P1 P2|fin", "1990–1995|“non”"],
      remarks: { markup: 0, invalid: 3 },
    });
    expect(clean({ invalid: "drop" }, pairs).kept.slice(0, 2)).toEqual(["invalid", "invalid"]);
  });

  it("makes HTML text", () => {
    const pairs = [
      ["a<br>b &lt; &#x3042;", "c"],
      ["<img src=x>", "d"],
      ["1 < 2", "e"],
    ] as const;
    expect(clean({ html: "text" }, pairs)).toEqual({
      kept: ["a b < あ|c", "empty", "1 < 2|e"],
      remarks: { markup: 1, invalid: 0 },
    });
  });

  it("limits lengths and their ratio, in characters", () => {
    const pairs = [
      ["😀😀", "漢字"],
      ["a", "bb"],
      ["aaaa", "bb"],
      ["aa", "bbbbb"],
      ["aaaaaa", "bbbbbb"],
    ] as const;
    expect(clean({ minimumCharacters: 2, maximumCharacters: 5, maximumRatio: 2 }, pairs).kept).toEqual([
      "😀😀|漢字",
      "length",
      "aaaa|bb",
      "ratio",
      "length",
    ]);
  });

  it("leaves out identical pairs, duplicates and what is held", () => {
    const pairs = [
      ["a", "b"],
      ["a", "c"],
      ["a", "b"],
      ["d", "d"],
      ["h", "x"],
    ] as const;
    const options = { identical: "drop", duplicates: "drop", overlap: "drop" } as const;
    expect(clean(options, pairs, { held: ["h"] }).kept).toEqual([
      "a|b",
      "a|c",
      "duplicate",
      "identical",
      "overlap",
    ]);
  });

  it("compares with the tag before the source, and cleans without it", () => {
    const pairs = [
      ["a", "a"],
      ["b", "c"],
      ["b", "c"],
    ] as const;
    const options = {
      html: "text",
      identical: "drop",
      duplicates: "drop",
      overlap: "drop",
      maximumCharacters: 1,
    } as const;
    expect(clean(options, pairs, { held: ["b"], tag: "<ja>" }).kept).toEqual([
      "identical",
      "<ja> b|c",
      "duplicate",
    ]);
    expect(clean(options, pairs, { held: ["<ja> b"], tag: "<ja>" }).kept).toEqual([
      "identical",
      "overlap",
      "overlap",
    ]);
  });
});
