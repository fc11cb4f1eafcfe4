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

test("with copying, a target token that the source alone has is its first place there, behind the vocabulary", () => {
  const pair = { source: "xa?a", target: "a y ? other" };
  const [plain] = encodePairs([pair], source, target).examples;
  const [copied] = encodePairs([pair], source, target, { copying: true }).examples;
  const [x, y, V] = [4, 5, 6];
  const ids = Int32Array.of(UNK, 4, UNK, 4, EOS);
  expect(plain).toEqual({ source: ids, target: Int32Array.of(UNK, y, UNK, UNK, EOS) });
  expect(copied).toEqual({
    source: ids,
    target: Int32Array.of(V + 1, y, V + 2, UNK, EOS),
    copies: Int32Array.of(x, V + 1, V + 2, V + 1, EOS),
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
