import { expect, test } from "vitest";
import { RandomStream } from "../../../src/random.ts";
import { SynchronousGrammar } from "./synchronous-grammar.ts";

const random = () => new RandomStream(1, "test");

test("both templates are filled, words are inflected and aligned", () => {
  const grammar = new SynchronousGrammar(
    [
      ["s", [["{who} did not {does}", "{who} は~topic {does/ta/negative}"]]],
      ["who", [["my mother", "母"]]],
      ["does", [["eat an apple", "りんご=apple を 食べる~ichidan=eat"]]],
    ],
    10,
  );
  expect(grammar.draw(random(), "s", 7)).toEqual({
    source: "my mother did not eat an apple",
    target: "母 は りんご を 食べなかった",
    alignment: [1, null, 6, null, 4],
  });
});

test("a slot's form holds for what is inside, and a new inflection is not negative", () => {
  const grammar = new SynchronousGrammar(
    [
      ["s", [["not {a}", "{a/negative}"]]],
      ["a", [["{b} {c}", "{b/te/subordinate} {c}"]]],
      ["b", [["x", "は~topic 行く~irregular"]]],
      ["c", [["y", "は~topic 行く~irregular"]]],
    ],
    5,
  );
  expect(grammar.draw(random(), "s", 3).target).toBe("が 行って は 行かない");
});

test("only sentences of the length asked for are drawn, and it is known which lengths there are", () => {
  const grammar = new SynchronousGrammar(
    [
      [
        "s",
        [
          ["a", "い"],
          ["a b {s}", "い ろ {s}"],
          ["a apple", "りんご"],
        ],
      ],
    ],
    9,
  );
  expect([0, 1, 2, 3, 4, 9, 10].map((length) => grammar.canGive("s", length))).toEqual([
    ...[false, true, true, true, true, true, false],
  ]);
  expect(grammar.draw(random(), "s", 7).source).toBe("a b a b a b a");
  expect(grammar.draw(random(), "s", 4).source).toBe("a b an apple");
});

test.each([
  [
    [
      ["s", [["{a} {a}", "{a}"]]],
      ["a", [["a", "い"]]],
    ],
    'rule "{a} {a}": two slots have the same name',
  ],
  [[["s", [["{a}", "{a}"]]]], 'grammar: no rule for "a"'],
  [
    [
      ["s", [["a", "い"]]],
      ["s", [["b", "ろ"]]],
    ],
    "grammar: a symbol is there twice",
  ],
  [[["s", [["a", "い=b"]]]], /rule "a" → "い=b": the source lacks what .*"says":"b"/],
  [
    [
      ["s", [["{a}", "{a/past}"]]],
      ["a", [["a", "い"]]],
    ],
    /feature "past", expected u, ta, te/,
  ],
] as const)("grammars with mistakes are refused: %j", (rules, message) => {
  expect(() => new SynchronousGrammar(rules, 5)).toThrow(message);
});
