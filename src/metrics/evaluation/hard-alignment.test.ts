import { expect, test } from "vitest";
import { hardAlignment } from "./hard-alignment.ts";

test("each output token goes to its heaviest source token, the first of equal ones", () => {
  const attention = [
    [0.2, 0.5, 0.3],
    [0.4, 0.2, 0.4],
  ];
  const links = new Set(["1-0", "0-1"]);
  expect(hardAlignment(attention, { sourceTokens: 3, tokens: 2 })).toEqual({ sure: links, possible: links });
});

test("</s> has no links, on either side", () => {
  const attention = [
    [0.1, 0.2, 0.7],
    [0.1, 0.8, 0.1],
    [0.9, 0.05, 0.05],
  ];
  expect(hardAlignment(attention, { sourceTokens: 2, tokens: 2 }).possible).toEqual(new Set(["1-1"]));
});
