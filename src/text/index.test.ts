import { expect, test } from "vitest";
import * as text from "./index.ts";

test("the names of henkan/text", () => {
  expect(Object.keys(text).sort()).toEqual([
    "BOS",
    "EOS",
    "PAD",
    "TokenCounter",
    "UNK",
    "Vocabulary",
    "chooseTokenizerKind",
    "tokenizerFromJson",
    "trainTokenizer",
  ]);
});
