import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../../errors.ts";
import { alignmentErrorRate, parseAlignments } from "./alignment.ts";

describe("parseAlignments", () => {
  test("sure and possible links, in whatever order and twice", () => {
    expect(parseAlignments(["0-0 1?2  3p4 0-0\t10-2", "", "  2?1 2-1 "])).toEqual([
      { sure: new Set(["0-0", "10-2"]), possible: new Set(["0-0", "1-2", "3-4", "10-2"]) },
      { sure: new Set(), possible: new Set() },
      { sure: new Set(["2-1"]), possible: new Set(["2-1"]) },
    ]);
  });

  test.each(["0-", "-1", "a-b", "1-2-3", "1.5-2", "0--1", "3", "1/2"])("%s is an error", (link) => {
    expect(() => parseAlignments(["0-0", `1-1 ${link}`])).toThrow(
      new DataError(
        `alignment, line 2: link "${link}", expected source-target such as 0-2 for a sure link, 0?2 or 0p2 for a ` +
          "possible one",
      ),
    );
  });
});

const quality = (found: string[], gold: string[]): unknown =>
  alignmentErrorRate(parseAlignments(found), parseAlignments(gold));

describe("alignmentErrorRate", () => {
  test("by hand: of four links found three are possible and one of two sure ones", () => {
    expect(quality(["0-0 1-1 2-2 3-0"], ["0-0 1?1 2?2 4-4"])).toEqual({
      errorRate: 100 * (1 - (1 + 3) / (4 + 2)),
      precision: 75,
      recall: 50,
    });
  });

  test("sums over the corpus before it divides", () => {
    expect(quality(["0-0", "0-1 1-0 2-2"], ["0-0", "0-0 1-1 2-2"])).toEqual({
      errorRate: 50,
      precision: 50,
      recall: 50,
    });
    expect(quality(["0-0"], ["0-0"])).toEqual({ errorRate: 0, precision: 100, recall: 100 });
  });

  test("a share of no links is none", () => {
    expect(quality([""], ["0-0"])).toEqual({ errorRate: 100, precision: null, recall: 0 });
    expect(quality(["0-0"], ["0?0"])).toEqual({ errorRate: 0, precision: 100, recall: null });
    expect(quality(["0-1"], [""])).toEqual({ errorRate: 100, precision: 0, recall: null });
    expect(() => quality([""], ["0?0"])).toThrow(
      new DataError("alignment error rate: no link was found and none is sure, expected at least one"),
    );
  });

  test("the sentences have to be the same", () => {
    expect(() => quality(["0-0", ""], ["0-0"])).toThrow(
      new DataError(
        "alignment error rate: links of 2 sentences but gold links of 1, expected as many of one as of the other, in " +
          "the same order",
      ),
    );
  });

  test("property: 0 … 100, 100 − F₁ where all is sure, and possible links never hurt", () => {
    const links = fc
      .uniqueArray(fc.tuple(fc.nat(4), fc.nat(4)), { selector: String, minLength: 1, maxLength: 12 })
      .map((pairs) => pairs.map(([i, j]) => `${i}-${j}`));
    fc.assert(
      fc.property(links, links, links, (found, sure, more) => {
        const gold = parseAlignments([sure.join(" ")]);
        const one = alignmentErrorRate(parseAlignments([found.join(" ")]), gold);
        const [precision, recall] = [one.precision!, one.recall!];
        const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
        expect(one.errorRate).toBeCloseTo(100 - f1, 9);
        const wider = parseAlignments([`${sure.join(" ")} ${more.join(" ").replaceAll("-", "?")}`]);
        const other = alignmentErrorRate(parseAlignments([found.join(" ")]), wider);
        expect(other.errorRate).toBeLessThanOrEqual(one.errorRate);
        expect(other.errorRate).toBeGreaterThanOrEqual(0);
        expect(other.recall).toBe(one.recall);
      }),
    );
  });
});
