import { expect, it } from "vitest";
import { RandomStream } from "../random.ts";
import { segmented } from "./segmented.ts";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const parts = [
  ..."aé今が",
  "e\u0301",
  "👩‍👩‍👧",
  "🇯🇵",
  "🇫",
  "\u0301",
  "\r\n",
  "각",
  "क्षि",
  "か\u3099",
  "👍🏽",
  "\u200d",
];

it("long texts have the grapheme clusters that they have in one piece, at every part's end", () => {
  for (let n = 0; n < 40; n++) {
    const random = new RandomStream(1, "segmented", n);
    // Few kinds of characters, so that runs of flags, marks and joiners cross the ends of parts.
    const some = Array.from({ length: 1 + random.integer(4) }, () => parts[random.integer(parts.length)]!);
    const text = Array.from(
      { length: 5000 + random.integer(4000) },
      () => some[random.integer(some.length)]!,
    ).join("");
    const whole = Array.from(graphemes.segment(text), ({ segment }) => segment);
    expect(segmented(graphemes, text)).toEqual(whole);
  }
});

it("takes time in proportion to the length, and a cluster longer than a part as one", () => {
  const long = `a${"\u0301".repeat(20_000)}b`;
  expect(segmented(graphemes, long)).toEqual([long.slice(0, -1), "b"]);
  expect(segmented(graphemes, `${"あ".repeat(4095)}\ud83c`)).toHaveLength(4096);
  expect(segmented(graphemes, `${"あ".repeat(4096)}\ud83c`)).toHaveLength(4097);
  expect(segmented(graphemes, "今日は".repeat(100_000))).toHaveLength(300_000); // minutes, in one piece
});
