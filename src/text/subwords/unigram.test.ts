import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../errors.ts";
import { RandomStream } from "../../random.ts";
import { fixedPieces } from "./fixed-pieces.ts";
import { UnigramModel } from "./unigram.ts";
import { unigramFromJson } from "./unigram-json.ts";

/** A model over pieces with scores. */
function modelOf(learnt: Readonly<Record<string, number>>, byteFallback = false): UnigramModel {
  const fixed = fixedPieces({ symbols: [], byteFallback });
  const scores = [...fixed.map(() => 0), ...Object.values(learnt)];
  return new UnigramModel([...fixed, ...Object.keys(learnt)], scores, { byteFallback });
}

/** All segmentations of a text: a character that is not a piece may be unknown. */
function ways(text: readonly string[], ids: ReadonlyMap<string, number>): number[][] {
  if (text.length === 0) return [[]];
  return text.flatMap((_, i) => {
    const id = ids.get(text.slice(0, i + 1).join("")) ?? (i === 0 ? 1 : undefined);
    return id === undefined ? [] : ways(text.slice(i + 1), ids).map((rest) => [id, ...rest]);
  });
}

function scoreOf(model: UnigramModel, way: readonly number[]): number {
  const unknown = Math.min(...model.scores) - 10;
  return way.reduce((sum, id) => sum + (id === 1 ? unknown : model.scores[id]!), 0);
}

const fused = (way: readonly number[]) => way.filter((id, i) => id !== 1 || way[i - 1] !== 1);

const unit = fc.constantFrom("a", "b", "\u{1f600}");
const lexicons = fc.dictionary(
  fc.string({ unit, minLength: 1, maxLength: 4 }),
  fc.integer({ min: -600, max: -1 }).map((score) => score / 64),
);
const texts = fc.string({ unit: fc.oneof(unit, fc.constantFrom("c", "\u{1f601}")), maxLength: 9 });

describe("cut", () => {
  it("gives a likeliest of all ways", () => {
    fc.assert(
      fc.property(lexicons, texts, (learnt, text) => {
        const model = modelOf(learnt);
        const all = ways([...text], new Map(model.pieces.map((piece, id) => [piece, id])));
        const highest = Math.max(...all.map((way) => scoreOf(model, way)));
        const best = all.filter((way) => scoreOf(model, way) === highest).map((way) => fused(way));
        expect(best).toContainEqual(model.cut(text));
        expect(model.cut(text)).toEqual(model.cut(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("of ways that are as likely takes the one whose last pieces are longest", () => {
    const model = modelOf({ a: -1, aa: -1, b: -1, ab: -1 });
    expect(model.cut("aab").map((id) => model.pieces[id])).toEqual(["a", "ab"]);
  });

  it("spells unknown characters in bytes", () => {
    const model = modelOf({ a: -1, "▁": -2 }, true);
    const pieces = model.cut("▁aé犬a").map((id) => model.pieces[id]);
    expect(pieces).toEqual(["▁", "a", "<0xC3>", "<0xA9>", "<0xE7>", "<0x8A>", "<0xAC>", "a"]);
  });

  it("gives one UNK for a run of unknown characters, also where a byte's piece is missing", () => {
    const model = modelOf({ a: -1 });
    expect(model.cut("a犬\u{1f600}aé")).toEqual([4, 1, 4, 1]);
    const withoutByte = new UnigramModel([...model.pieces, "<0x00>"], [...model.scores, -9], {
      byteFallback: true,
    });
    expect(withoutByte.cut("a犬\u{1f600}aé")).toEqual([4, 1, 4, 1]);
  });

  it("does not take text for a special symbol or a byte that it is spelled like", () => {
    const model = modelOf(
      Object.fromEntries([..."<>s/0x41unkpad"].map((character) => [character, -20])),
      true,
    );
    for (const text of ["<s>", "</s>", "<unk>", "<pad>", "<0x41>"]) {
      expect(model.cut(text).map((id) => model.pieces[id])).toEqual([...text]);
    }
  });

  it("cuts a chunk of ten million characters, and the next as before", () => {
    const model = modelOf({ a: -1, b: -2, ab: -2.5 });
    expect(model.cut("abab".repeat(2_500_000)).every((id) => id === 6)).toBe(true);
    expect(model.cut("aab")).toEqual([4, 6]);
    expect(model.cut("")).toEqual([]);
  });

  it("hands out ids that are the caller's own", () => {
    const model = modelOf({ a: -1 });
    model.cut("a").push(7);
    model.cut("a").push(8);
    expect(model.cut("a")).toEqual([4]);
  });
});

describe("sample", () => {
  const model = modelOf({ a: -1.2, b: -1.7, ab: -2.1, ba: -2.6, aba: -3.4, "\u{1f600}": -2 });

  it.each([0, 0.5, 1, 3])("draws each way in proportion to P^%d", (strength) => {
    const text = "abab\u{1f600}xab";
    const all = ways([...text], new Map(model.pieces.map((piece, id) => [piece, id])));
    const weights = all.map((way) => Math.exp(strength * scoreOf(model, way)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const drawn = new Map(all.map((way) => [way.join(), 0]));
    const random = new RandomStream(5, "sample");
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const way = model.sample(text, random, strength).join();
      drawn.set(way, drawn.get(way)! + 1);
    }
    const chiSquare = all.reduce((sum, way, i) => {
      const expected = (draws * weights[i]!) / total;
      return sum + (drawn.get(way.join())! - expected) ** 2 / expected;
    }, 0);
    // The mean of χ² is n − 1, its variance 2 (n − 1).
    expect(all.length).toBe(12);
    expect(chiSquare).toBeLessThan(all.length - 1 + 4 * Math.sqrt(2 * (all.length - 1)));
  });

  it("gives the likeliest way where the strength is high, and spells bytes like cut", () => {
    const withBytes = modelOf({ a: -1.2, b: -1.7, ab: -2.1 }, true);
    const random = new RandomStream(5, "sample");
    for (const text of ["", "abbaé犬ab", "\u{1f600}", "ab".repeat(3000)]) {
      expect(withBytes.sample(text, random, 200)).toEqual(withBytes.cut(text));
    }
  });

  it("draws the same from the same stream", () => {
    const draw = () => model.sample("ab".repeat(50), new RandomStream(3, "sample", 2), 0.2);
    expect(draw()).toEqual(draw());
    expect(draw()).not.toEqual(model.cut("ab".repeat(50)));
  });
});

describe("JSON", () => {
  it("is what Hugging Face reads, and gives the same model", () => {
    const model = modelOf({ a: -1.25, ab: -2.5 });
    const json = {
      type: "Unigram",
      unk_id: 1,
      vocab: [
        ["<pad>", 0],
        ["<unk>", 0],
        ["<s>", 0],
        ["</s>", 0],
        ["a", -1.25],
        ["ab", -2.5],
      ],
      byte_fallback: false,
    };
    expect(model.toJSON()).toEqual(json);
    expect(unigramFromJson(JSON.parse(JSON.stringify(json)))).toEqual(model);
    expect(unigramFromJson({ ...json, byte_fallback: undefined }).toJSON()).toEqual(json);
  });

  const vocab = modelOf({ a: -1 }).toJSON().vocab;
  it.each([
    [null, "model: all of it: Invalid input: expected object, received null"],
    [{ unk_id: 0, vocab }, "model: unk_id: Invalid input: expected 1"],
    [{ unk_id: 1, vocab: [...vocab, ["b"]] }, "model: vocab.5: Too small: expected array to have >=2 items"],
    [
      { unk_id: 1, vocab: [...vocab, ["b", null]] },
      "model: vocab.5.1: Invalid input: expected number, received null",
    ],
    [{ unk_id: 1, vocab: vocab.slice(0, 2) }, "model: vocab: Too small: expected array to have >=4 items"],
    [{ unk_id: 1, vocab: [...vocab, ["a", -2]] }, 'model: vocab.5: "a" occurs twice'],
    [{ unk_id: 1, vocab: [...vocab, ["\ud83d", -2]] }, 'model: vocab.5: "\\ud83d" is half a surrogate pair'],
  ])("refuses %j", (json, message) => {
    expect(() => unigramFromJson(json)).toThrow(new CheckpointError(message));
  });
});
