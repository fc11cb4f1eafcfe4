import { expect, test } from "vitest";
import { csvLink } from "./csv-link.ts";

function saved(link: string): string {
  const address = /href="data:text\/csv;charset=utf-8,([^"]*)"/.exec(link)![1]!;
  return decodeURIComponent(address.replaceAll("&#39;", "'"));
}

test("cells with commas, quotes and line ends are quoted; nothing is an empty cell", () => {
  const link = csvLink("a&b.csv", [
    ["a", 1.5, null],
    ['x,y "z"\n', "寒い", "it's"],
  ]);
  expect(saved(link)).toBe('\ufeffa,1.5,\r\n"x,y ""z""\n",寒い,it\'s\r\n');
  expect(link).toMatch(/^<a class="csv" download="a&amp;b.csv" href="[^"<>]*">a&amp;b.csv<\/a>$/);
});

test("half a surrogate pair does not break it", () => {
  expect(saved(csvLink("a.csv", [["\ud800", "😀"]]))).toBe("\ufeff\ufffd,😀\r\n");
});
