import { describe, expect, it } from "vitest";
import { file, read, refuse, sum } from "../../../test/support/pair-files.ts";
import { openPairs } from "../open-pairs.ts";
import { noRemarks } from "../pair.ts";

describe("TMX", () => {
  const memory = (units: string, source = "en-US") =>
    `<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"><header srclang="${source}"/><body>\n${units}</body></tmx>`;
  const unit = (...variants: [string, string][]) =>
    `<tu>${variants.map(([language, text]) => `<tuv xml:lang="${language}"><seg>${text}</seg></tuv>`).join("")}</tu>\n`;

  it("pairs the header's language with the other; drops inline codes and counts", async () => {
    const remarks = noRemarks();
    const units =
      unit(["ja", "猫"], ["en-US", "cat &amp; <bpt i='1'>&lt;b></bpt>dog<ept i='1'/>"]) +
      unit(["en-US", "only"]) +
      unit(["en-US", "a\n  b"], ["ja", "<hi>い</hi>"]) +
      unit(["en-US", " "], ["ja", "う"]);
    expect(await read("a.tmx", memory(units), { remarks })).toEqual([
      "cat & dog|猫",
      "language",
      "a b|い",
      "empty",
    ]);
    expect(remarks.markup).toBe(2);
  });

  it("takes the languages that are asked for, kinds of them too", async () => {
    const units =
      unit(["EN_us", "cat"], ["en-GB", "kitty"], ["ja", "猫"], ["de", "Katze"]) +
      unit(["en", "x"], ["ja-JP", "y"]);
    expect(await read("a.tmx", memory(units), { columns: ["ja", "en"] })).toEqual(["猫|cat", "y|x"]);
    expect(await read("a.tmx", memory(unit(["en", "x"], ["ja", "y"]), "en"), { columns: [2, 1] })).toEqual([
      "y|x",
    ]);
    await refuse(
      "a.tmx",
      memory(units),
      'FILE:4: which languages are source and target? The unit has "EN_us", "en-GB", "ja", "de": say it with --columns ' +
        "SOURCE,TARGET, such as en,ja, or as data.columns in the configuration file",
    );
  });

  it("refuses what is no XML, with its line", async () => {
    await refuse("a.tmx", memory("<tu>\n</tuv>"), "FILE:5: not well-formed XML: Unexpected close tag");
    await refuse("a.tmx", "<tmx>\n<body>", "FILE:2: not well-formed XML: Unclosed root tag");
    await refuse(
      "a.tmx",
      memory("<tu>&nothing;</tu>"),
      "FILE:4: not well-formed XML: Invalid character entity",
    );
    await refuse("a.tmx", Buffer.from("<tmx>\xe9</tmx>", "latin1"), "FILE: not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8"); // biome-ignore format: a message
  });

  it("holds one piece at a time, whether or not the file has lines", async () => {
    const units = unit(["en-US", "cat"], ["ja", "猫"]).trim().repeat(20_000);
    const path = await file("a.tmx", memory(units));
    const bytes: number[] = [];
    const lines = openPairs(path, { onBytes: (count) => bytes.push(count) });
    expect((await lines.next()).value).toEqual({ source: "cat", target: "猫" });
    expect(sum(bytes)).toBeLessThan(300_000);
    let count = 1;
    for await (const line of lines) if (typeof line !== "string") count++;
    expect(count).toBe(20_000);
  });
});
