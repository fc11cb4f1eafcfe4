import { describe, expect, it } from "vitest";
import { read } from "../../../test/support/pair-files.ts";

describe("PO", () => {
  const catalogue = `msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n
msgid "Open\\n"\n"file"\nmsgstr "ファイルを\\n開く"\n
#, fuzzy\nmsgid "Save"\nmsgstr "保"\n
msgid "Quit"\nmsgstr ""\n
msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] "%d"\n
msgctxt "menu"\nmsgid "Go"\nmsgstr "行く"\n
#~ msgid "Old"\n#~ msgstr "古"\n`;

  it("reads translations, and counts what is none", async () => {
    const pairs = [
      "header",
      "Open file|ファイルを 開く",
      "fuzzy",
      "untranslated",
      "plural",
      "Go|行く",
      "obsolete",
    ];
    expect((await read("ja.po", catalogue)).sort()).toEqual(pairs.sort());
    expect(await read("ja.po", catalogue, { columns: [2, 1] })).toContain("行く|Go");
  });

  it("takes a message without any translation for untranslated", async () => {
    expect(await read("ja.po", 'msgid "Quit"\n')).toEqual(["untranslated"]);
  });

  it("takes the header's encoding, and refuses what is no catalogue", async () => {
    const latin =
      'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\nmsgid "coffee"\nmsgstr "caf\xe9"\n';
    expect(await read("fr.po", Buffer.from(latin, "latin1"))).toEqual(["header", "coffee|café"]);
    await expect(read("a.po", 'msgid "a\nmsgstr "b"\n')).rejects.toThrow(
      /a\.po:\d+: not a gettext catalogue: /,
    );
  });
});
