import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import { attentionLabels } from "./attention-labels.ts";

const matrix = (T: number, S: number): number[][] =>
  Array.from({ length: T }, () => new Array(S).fill(1 / S));
const sourceTokens = ["a", "b", "c"];
const tokens = ["x", "y"];

describe("attentionLabels", () => {
  test("each side gets </s> where it has one weight more than tokens", () => {
    expect(attentionLabels({ sourceTokens, tokens, attention: matrix(2, 3) })).toEqual({
      columns: ["a", "b", "c"],
      rows: ["x", "y"],
    });
    expect(attentionLabels({ sourceTokens, tokens, attention: matrix(3, 4) })).toEqual({
      columns: ["a", "b", "c", "</s>"],
      rows: ["x", "y", "</s>"],
    });
  });

  test("white space and control characters are made visible", () => {
    const { columns } = attentionLabels({
      sourceTokens: [" ", "\u3000", "\u001b["],
      tokens,
      attention: matrix(2, 3),
    });
    expect(columns).toEqual(["␣", "␣", "\ufffd["]);
  });

  test("weights that do not fit the tokens are an error", () => {
    expect(() => attentionLabels({ sourceTokens, tokens, attention: matrix(2, 5) })).toThrow(
      new DataError(
        "attention: weights for 5 source tokens, but there are 3: expected as many, or one more for </s>",
      ),
    );
    expect(() => attentionLabels({ sourceTokens, tokens, attention: matrix(1, 3) })).toThrow(
      new DataError(
        "attention: weights for 1 output tokens, but there are 2: expected as many, or one more for </s>",
      ),
    );
    const attention = [...matrix(1, 3), ...matrix(1, 4)];
    expect(() => attentionLabels({ sourceTokens, tokens, attention })).toThrow(
      new DataError("attention: row 2 has 4 weights, the first has 3"),
    );
  });
});
