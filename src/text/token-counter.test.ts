import { describe, expect, it } from "vitest";
import { TokenCounter, trainTokenizer } from "./token-counter.ts";
import type { TokenizerKind } from "./tokenizer-kinds.ts";

const LINES = ["the cat sat", "the  dog sat.", "THE cat", "猫が好き 犬が好き"];

describe.each<TokenizerKind>(["characters", "words", "bpe"])("counting for %s", (kind) => {
  const options = { kind, lowercase: true };

  it("gives the same tokenizer of parts that are merged, also after a copy to another thread", () => {
    const parts = [LINES.slice(0, 1), LINES.slice(1)].map((lines) => {
      const part = new TokenCounter(options);
      for (const line of lines) part.add(line);
      return part;
    });
    const whole = new TokenCounter(options);
    for (const { counts, forgotten } of parts) whole.merge(structuredClone({ counts, forgotten }));
    expect(whole.train().toJSON()).toEqual(trainTokenizer(options, LINES).toJSON());
    expect(whole.train().normalize(" The CAT ")).toBe("the cat");
  });
});

it("counts anew when what was counted is taken", () => {
  const counter = new TokenCounter({ kind: "words" });
  counter.add("a b a");
  const taken = counter.take();
  counter.add("c");
  expect([...taken.counts]).toEqual([
    ["a", 2],
    ["b", 1],
  ]);
  expect([...counter.counts]).toEqual([["c", 1]]);
});

describe("counting more than is kept", () => {
  it("forgets the rarer half, of equally rare ones the last, and says how many occurrences", () => {
    const counter = new TokenCounter({ kind: "words" }, 4);
    for (const word of ["a", "b", "b", "c", "c", "c", "d"]) counter.add(word);
    expect(counter.forgotten).toBe(0);
    counter.add("e");
    expect([...counter.counts]).toEqual([
      ["b", 2],
      ["c", 3],
    ]);
    expect(counter.forgotten).toBe(3);
    counter.add("f g h");
    expect([...counter.counts.keys()]).toEqual(["b", "c"]);
    expect(counter.forgotten).toBe(6);
  });

  it("keeps the first of equally rare ones", () => {
    const counter = new TokenCounter({ kind: "words" }, 4);
    counter.add("a b c d e");
    expect([...counter.counts.keys()]).toEqual(["a", "b"]);
    expect(counter.forgotten).toBe(3);
  });
});
