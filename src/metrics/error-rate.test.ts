import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { tokenErrorRate, wordErrorRate } from "./error-rate.ts";
import { exactMatch } from "./exact-match.ts";

const phones = (text: string): string[] => text.split(" ");
const tokens = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 5 });
const segments = fc.array(
  fc.record({ hypothesis: tokens, references: fc.array(tokens, { minLength: 1, maxLength: 3 }) }),
  { minLength: 1, maxLength: 5 },
);

describe("wordErrorRate", () => {
  test("is the share of inputs whose output equals none of the references", () => {
    const words = [
      { hypothesis: phones("R IY1 D"), references: [phones("R EH1 D"), phones("R IY1 D")] },
      { hypothesis: phones("K AE1 T S"), references: [phones("K AE1 T")] },
      { hypothesis: phones("D AO1 G"), references: [phones("D AO1 G")] },
    ];
    expect(wordErrorRate(words)).toBeCloseTo(100 / 3, 10);
  });
});

describe("tokenErrorRate", () => {
  test("is edits over the length of the nearest reference, summed before dividing", () => {
    const words = [
      // 0 edits from the second reference, 3 tokens long.
      { hypothesis: phones("R IY1 D"), references: [phones("R EH1 D"), phones("R IY1 D")] },
      // 1 edit from the reference, 3 tokens long.
      { hypothesis: phones("K AE1 T S"), references: [phones("K AE1 T")] },
      // 2 edits from the first (5 tokens), 4 from the second.
      { hypothesis: phones("A B C"), references: [phones("A B C D E"), phones("X Y Z W")] },
    ];
    expect(tokenErrorRate(words)).toBeCloseTo((100 * (0 + 1 + 2)) / (3 + 3 + 5), 10);
  });

  test("of equally near references the longest is taken, in any order", () => {
    const [short, long] = [phones("A"), phones("A B C")];
    expect(tokenErrorRate([{ hypothesis: phones("A B"), references: [short, long] }])).toBeCloseTo(
      100 / 3,
      10,
    );
    expect(tokenErrorRate([{ hypothesis: phones("A B"), references: [long, short] }])).toBeCloseTo(
      100 / 3,
      10,
    );
  });

  test("goes above 100 where outputs are far too long", () => {
    expect(tokenErrorRate([{ hypothesis: phones("A B C D"), references: [phones("X")] }])).toBe(400);
  });

  test("references without tokens are an error", () => {
    expect(() => tokenErrorRate([{ hypothesis: ["a"], references: [[]] }])).toThrow(
      new DataError("token error rate: the references hold no tokens, expected at least one"),
    );
  });

  test("property: 0 exactly where every output equals a reference", () => {
    fc.assert(
      fc.property(segments, (items) => {
        fc.pre(items.every(({ references }) => references.every(({ length }) => length > 0)));
        expect(tokenErrorRate(items) === 0).toBe(exactMatch(items) === 100);
      }),
    );
  });
});
