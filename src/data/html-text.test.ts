import fc from "fast-check";
import { expect, test } from "vitest";
import { htmlText } from "./html-text.ts";

test.each([
  ["plain", "plain"],
  ["a<br>b<br/>c", "a b c"],
  ["<div>a</div><div>b</div>", "a b"],
  ["<b>a</b><i class='x'>b</i>", "ab"],
  ["a<!-- x > -->b<script>if (1<2) {}</script>", "ab"],
  ["x[sound:x.mp3]", "x"],
  ["a < b, b > a, <3", "a < b, b > a, <3"],
  ["&amp;lt; &#12354;&#x1F600; &nbsp;&unknown; &#x110000;", "&lt; あ😀 &unknown; &#x110000;"],
  ["a&#150;b&#x85;&#0;&#xD800;", "a–b…&#0;&#xD800;"],
  ["漢字[かんじ]", "漢字[かんじ]"],
])("%j is %j", (html, text) => {
  expect(htmlText(html)).toBe(text);
});

test("property: text without markup stays as it is", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "漢", ">", " b", "]", ";", "&", "< ") });
  fc.assert(
    fc.property(text, (plain) => {
      expect(htmlText(plain)).toBe(/[<&[]/.test(plain) ? plain.replace(/ {2,}/g, " ").trim() : plain);
    }),
  );
});
