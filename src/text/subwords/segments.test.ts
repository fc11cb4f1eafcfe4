import { describe, expect, it } from "vitest";
import { Segmentation } from "./segments.ts";

function segments(chunk: string, locale?: string): string[] {
  const found: string[] = [];
  new Segmentation(locale).each(chunk, (segment) => found.push(segment));
  return found;
}

describe("segments", () => {
  it("end between letters, digits and all else; ▁ is of the first", () => {
    expect(segments("▁don't")).toEqual(["▁don", "'", "t"]);
    expect(segments("▁(3.14m!?)")).toEqual(["▁(", "3", ".", "14", "m", "!?)"]);
    expect(segments("▁これはテスト文です。e\u0301t")).toEqual(["▁これはテスト文です", "。", "e\u0301t"]);
    expect(segments("▁👩‍👩‍👧٣")).toEqual(["▁👩‍👩‍👧", "٣"]);
  });

  it("end at words too where a locale is given", () => {
    expect(segments("▁私は猫です。", "ja")).toEqual(["▁私", "は", "猫", "です", "。"]);
  });

  it("make up the chunk", () => {
    for (const locale of [undefined, "ja", "th"]) {
      expect(segments("▁สวัสดีครับab12", locale).join("")).toBe("▁สวัสดีครับab12");
    }
  });
});
