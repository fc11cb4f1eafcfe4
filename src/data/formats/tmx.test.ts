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
      'FILE:4: which languages are source and target? The unit has "EN_us", "en-GB", "ja", "de": name two of them as columns',
    );
  });

  it("skips units of one language, the first ones too", async () => {
    const units = unit(["en-US", "cat"]) + unit(["ja", "犬"]) + unit(["en-US", "dog"], ["ja", "犬"]);
    expect(await read("a.tmx", memory(units))).toEqual(["language", "language", "dog|犬"]);
    expect(await read("a.tmx", memory(units), { columns: ["ja", "en"] })).toEqual([
      "language",
      "language",
      "犬|dog",
    ]);
  });

  it("gives all variants of a language", async () => {
    const units = unit(["en-US", "cat"], ["ja", "猫"], ["JA", "ねこ"], ["en-US", "kitty"]);
    expect(await read("a.tmx", memory(units))).toEqual(["cat|猫", "cat|ねこ", "kitty|猫", "kitty|ねこ"]);
  });

  it("reads past references to characters that XML forbids, which are invalid characters then", async () => {
    const units = unit(
      ["en-US", "a&#x1F;b&amp;#x1F; &#31;"],
      ["ja", "い&#x0;&#xD800;&#xFFFE;<ph x='&#2;'/>"],
    );
    expect(await read("a.tmx", memory(units))).toEqual(["a\u001fb&#x1F; \u001f|い\ufffd\ufffd\ufffe"]);
    await refuse(
      "a.tmx",
      memory(unit(["en-US", "&#x110000;"])),
      "FILE:4: not well-formed XML: &#x110000; is no entity of XML: expected the character itself",
    );
  });

  it("is decoded as its mark or its declaration says", async () => {
    const units = unit(["en-US", "cat\u2013"], ["ja", "chat é"]);
    const declared = (encoding: string) => memory(units).replace("?>", ` encoding="${encoding}"?>`);
    const pairs = ["cat–|chat é"];
    expect(await read("a.tmx", Buffer.from(`\ufeff${declared("utf-16")}`, "utf16le"))).toEqual(pairs);
    expect(await read("a.tmx", Buffer.from(declared("UTF-16"), "utf16le").swap16())).toEqual(pairs);
    expect(await read("a.tmx", declared("UTF-16"))).toEqual(pairs);
    const latin = Buffer.from(declared("windows-1252").replace("\u2013", "\u0096"), "latin1");
    expect(await read("a.tmx", latin)).toEqual(pairs);
    await refuse("a.tmx", declared("utf-7"), "FILE:1: encoding utf-7: expected one that Node decodes, such as UTF-8 or UTF-16; convert the file, for example with iconv -f utf-7 -t UTF-8, and correct its first line"); // biome-ignore format: a message
    await refuse("a.tmx", Buffer.from(declared("EUC-JP").replace("\u2013", "\u00ff"), "latin1"), "FILE: not EUC-JP: convert the file, for example with iconv -f ENCODING -t UTF-8, and correct the encoding in its first line"); // biome-ignore format: a message
  });

  it("refuses what is no XML, with its line", async () => {
    await refuse("a.tmx", memory("<tu>\n</tuv>"), "FILE:5: not well-formed XML: Unexpected close tag");
    await refuse("a.tmx", "<tmx>\n<body>", "FILE:2: not well-formed XML: Unclosed root tag");
    await refuse(
      "a.tmx",
      memory("<tu>&nothing;</tu>"),
      "FILE:4: not well-formed XML: &nothing; is no entity of XML: expected the character itself",
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
