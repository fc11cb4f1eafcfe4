import { expect, test } from "vitest";
import { EOS, trainTokenizer, UNK } from "../text/index.ts";
import { encodePairs } from "./example.ts";

const source = trainTokenizer({ kind: "characters" }, ["abc"]);
const target = trainTokenizer({ kind: "words" }, ["x y"]);
const pairs = [
  { source: "cab", target: "y" },
  { source: "abca", target: "x" },
  { source: "ab", target: "x y x" },
  { source: "a?", target: "y x" },
];

test("ids end with </s> and do not start with <s>", () => {
  expect(encodePairs(pairs.slice(0, 1), source, target)).toEqual({
    examples: [{ source: Int32Array.of(6, 4, 5, EOS), target: Int32Array.of(5, EOS) }],
    pairs: pairs.slice(0, 1),
    skipped: { tooLong: 0 },
  });
});

test("pairs longer than a limit are left out and counted; </s> does not count", () => {
  const encoded = encodePairs(pairs, source, target, { sourceLimit: 3, targetLimit: 2 });
  expect(encoded.skipped).toEqual({ tooLong: 2 });
  expect(encoded.pairs).toEqual([pairs[0], pairs[3]]);
  expect(encoded.examples[1]).toEqual({
    source: Int32Array.of(4, UNK, EOS),
    target: Int32Array.of(5, 4, EOS),
  });
});
