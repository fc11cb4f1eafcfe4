import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../random.ts";
import { UNK } from "../vocabulary.ts";
import { BpeModel, type Merge } from "./bpe.ts";
import { fixedPieces } from "./fixed-pieces.ts";

const SPECIAL = fixedPieces({ symbols: [], byteFallback: false });

/** A model over a, b and c with merges that are drawn. */
const drawn = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 }).map((draws) => {
  const pieces = ["a", "b", "c"];
  const merges: Merge[] = [];
  for (const [left, right] of draws) {
    const merge = [pieces[left % pieces.length]!, pieces[right % pieces.length]!] as const;
    if (merges.some((other) => other.join("|") === merge.join("|"))) continue;
    merges.push(merge);
    if (!pieces.includes(merge.join(""))) pieces.push(merge.join(""));
  }
  return new BpeModel([...SPECIAL, ...pieces], merges, { byteFallback: false });
});

/** The definition: the first merge of the list that fits, at its leftmost place, until none fits. */
function cutByDefinition({ merges }: BpeModel, text: string): string[] {
  let symbols = [...text];
  for (;;) {
    const first = merges.find(([a, b]) => symbols.some((s, i) => s === a && symbols[i + 1] === b));
    if (first === undefined) return symbols;
    const at = symbols.findIndex((s, i) => s === first[0] && symbols[i + 1] === first[1]);
    symbols = [...symbols.slice(0, at), first.join(""), ...symbols.slice(at + 2)];
  }
}

const spell = ({ pieces }: BpeModel, ids: readonly number[]) => ids.map((id) => pieces[id]!);
const abc = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength, maxLength });

describe("byte-pair encoding", () => {
  it("merges as the definition says, in words and in what is longer", () => {
    fc.assert(
      fc.property(drawn, fc.oneof(abc(0, 20), abc(120, 200)), (model, text) => {
        const expected = cutByDefinition(model, text);
        expect(spell(model, model.cut(text))).toEqual(expected);
        expect(spell(model, model.cut(text))).toEqual(expected); // from the cache
        expect(spell(model, model.sample(text, new RandomStream(1, "dropout"), 0))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("leaves out all merges at a dropout of 1, and spells the text at any", () => {
    fc.assert(
      fc.property(drawn, abc(0, 20), fc.double({ min: 0, max: 1, noNaN: true }), (model, text, rate) => {
        expect(spell(model, model.sample(text, new RandomStream(2, text), rate)).join("")).toBe(text);
        expect(spell(model, model.sample(text, new RandomStream(2, text), 1))).toEqual([...text]);
      }),
    );
  });

  it("draws cuts as often as Provilkov's algorithm does", () => {
    const model = new BpeModel(
      [...SPECIAL, "a", "b", "c", "ab", "bc", "abc"],
      [
        ["a", "b"],
        ["b", "c"],
        ["ab", "c"],
      ],
      {
        byteFallback: false,
      },
    );
    const counts = new Map<string, number>();
    const random = new RandomStream(3, "dropout");
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const cut = spell(model, model.sample("abc", random, 0.4)).join(" ");
      counts.set(cut, (counts.get(cut) ?? 0) + 1);
    }
    // First step: a·b stays with 0.6, else b·c with 0.4 · 0.6, else nothing; second step after ab: ab·c with 0.6.
    const expected = { abc: 0.36, "ab c": 0.24, "a bc": 0.24, "a b c": 0.16 };
    for (const [cut, share] of Object.entries(expected)) {
      expect((counts.get(cut) ?? 0) / draws, cut).toBeCloseTo(share, 1.7);
    }
    expect(counts.size).toBe(4);
  });

  it("has one <unk> for a run of unknown characters, or one each", () => {
    const cut = (fuseUnknown: boolean) =>
      new BpeModel([...SPECIAL, "a"], [], { byteFallback: false, fuseUnknown }).cut("xy🐕axa");
    expect(cut(true)).toEqual([UNK, 4, UNK, 4]);
    expect(cut(false)).toEqual([UNK, UNK, UNK, 4, UNK, 4]);
  });

  it("makes bytes of unknown characters", () => {
    const model = new BpeModel(fixedPieces({ symbols: [], byteFallback: true }), [], { byteFallback: true });
    expect(spell(model, model.cut("é🐕"))).toEqual([
      "<0xC3>",
      "<0xA9>",
      "<0xF0>",
      "<0x9F>",
      "<0x90>",
      "<0x95>",
    ]);
  });

  it("takes a chunk that is a piece as it is where merges are to be ignored", () => {
    const pieces = [...SPECIAL, "a", "b", "ab"];
    const cut = (ignoreMerges: boolean) =>
      new BpeModel(pieces, [], { byteFallback: false, ignoreMerges }).cut("ab");
    expect(cut(true)).toEqual([6]);
    expect(cut(false)).toEqual([4, 5]);
  });

  it("refuses a merge whose parts or result are no pieces", () => {
    const build = (merge: Merge) => () =>
      new BpeModel([...SPECIAL, "a", "b"], [merge], { byteFallback: false });
    expect(build(["a", "c"])).toThrow(new RangeError('merge 0: "c" is no piece'));
    expect(build(["a", "b"])).toThrow(new RangeError('merge 0: "ab" is no piece'));
  });
});
