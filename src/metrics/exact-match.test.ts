import { expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { exactMatch } from "./exact-match.ts";

test("an output counts where it equals any of its references", () => {
  const segments = [
    { hypothesis: ["a", "b"], references: [["a"], ["a", "b"]] },
    { hypothesis: ["a", "b"], references: [["b", "a"]] },
    { hypothesis: [], references: [["a"]] },
    { hypothesis: ["ab"], references: [["a", "b"]] },
    { hypothesis: [], references: [[]] },
  ];
  expect(exactMatch(segments)).toBe(40);
});

test("nothing to count is an error", () => {
  expect(() => exactMatch([])).toThrow(
    new DataError("exact match: expected at least one sentence, there is none"),
  );
});
