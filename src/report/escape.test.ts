import { expect, test } from "vitest";
import { escapeMarkup } from "./escape.ts";

test("nothing can leave a text or a quoted attribute", () => {
  expect(escapeMarkup(`<a href="x" title='y'>&amp;</a>`)).toBe(
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;",
  );
  expect(escapeMarkup("今日は\n寒い")).toBe("今日は\n寒い");
});

test("control characters that XML forbids are replaced", () => {
  expect(escapeMarkup("a\u0000b\u001bc\td")).toBe("a\ufffdb\ufffdc\td");
});
