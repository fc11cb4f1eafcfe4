import { expect, test } from "vitest";
import { type TercomOptions, tercomWords } from "./tercom-tokenization.ts";

const cut = (text: string, options: TercomOptions = {}): string => tercomWords(text, options).join("|");

test("by default lower-cases and cuts at white space", () => {
  expect(cut("  It's  HERE,\tnow. \u3000")).toBe("it's|here,|now.");
  expect(cut("It's HERE", { caseSensitive: true })).toBe("It's|HERE");
  expect(cut("")).toBe("");
});

test("normalized, separates punctuation, possessives and entities", () => {
  const options = { normalized: true };
  expect(cut("The dog's &quot;bone&quot; (3.5 kg, 10-20)!", options)).toBe(
    `the|dog|'s|"|bone|"|(|3.5|kg|,|10|-|20|)|!`,
  );
  expect(cut("&amp;lt; e-mail\n-foo\nbar", options)).toBe("<|e-mailfoo|bar");
});

test("without punctuation", () => {
  expect(cut(`"Well", he said: (no)?!`, { noPunct: true })).toBe("well|he|said|no");
  expect(cut("a'b-c。", { noPunct: true })).toBe("a'b-c。");
  expect(cut("「あ」、い。う・え！", { noPunct: true, asianSupport: true })).toBe("あいうえ");
});

test("East Asian text is cut at ideographs and marks, kana stay together", () => {
  const options = { normalized: true, asianSupport: true };
  expect(cut("今日は寒い。", options)).toBe("今|日|は|寒|い|。");
  expect(cut("カタカナ、ひらがな㍿", options)).toBe("カタカナ|、|ひらがな|㍿");
  expect(cut("今日は寒い。", { asianSupport: true })).toBe("今日は寒い。");
});
