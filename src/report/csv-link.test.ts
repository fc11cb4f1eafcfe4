import { expect, test } from "vitest";
import { csvLink } from "./csv-link.ts";

test("a link holds the file, with quotes where a field needs them", () => {
  const link = csvLink("a&b.csv", [
    ["name", "value"],
    ['say "a, b"', 1.5],
    ["two\nlines", null],
  ]);
  const [, name, content] =
    /^<a download="(.*)" href="data:text\/csv;charset=utf-8,(.*)">a&amp;b\.csv<\/a>$/.exec(link)!;
  expect(name).toBe("a&amp;b.csv");
  expect(content).not.toMatch(/[\s",#]/);
  expect(decodeURIComponent(content!)).toBe('name,value\r\n"say ""a, b""",1.5\r\n"two\nlines",\r\n');
});
