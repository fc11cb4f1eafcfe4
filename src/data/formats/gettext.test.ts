import { describe, expect, it } from "vitest";
import { read, refuse } from "../../../test/support/pair-files.ts";

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
    await refuse("a.po", 'msgid "a\nmsgstr "b"\n', 'FILE:1: not a gettext catalogue: a quote is missing: "a');
    await refuse(
      "a.po",
      'msgid "a"\nmsgstr "b" c\n',
      'FILE:2: not a gettext catalogue: a quote is missing: "b" c',
    );
    await refuse(
      "a.po",
      "a\tb\n",
      "FILE:1: not a gettext catalogue: expected msgid, msgstr, a text in quotes or a comment: a\tb",
    );
    await refuse("a.po", '\nmsgstr "b"\n', "FILE:2: not a gettext catalogue: msgstr without a msgid");
    await refuse("a.po", '"b"\n', 'FILE:1: not a gettext catalogue: a text that belongs to no keyword: "b"');
    await refuse(
      "a.po",
      'msgid "a"\nmsgstr "b"\nmsgstr "c"\n',
      "FILE:3: not a gettext catalogue: a second msgstr in one entry",
    );
    await refuse("a.po", 'msgctxt "a"\n', "FILE:1: not a gettext catalogue: msgctxt without a msgid");
    await refuse(
      "a.po",
      'msgid "a"\rmsgstr "b"\r',
      "FILE:1: lines end with CR alone: expected LF or CR LF; convert the file, for example with tr '\\r' '\\n'",
    );
  });

  it("gives entries of one message all, in the file's order, whatever they are called", async () => {
    const text =
      'msgctxt "menu"\nmsgid "File"\nmsgstr "a"\n\nmsgid "Edit"\nmsgstr "b"\nmsgid "10"\nmsgstr "c"\n# again\n' +
      'msgid "Edit"\nmsgstr "d"\n\nmsgid "__proto__"\nmsgstr "e"\n';
    expect(await read("a.po", text)).toEqual(["File|a", "Edit|b", "10|c", "Edit|d", "__proto__|e"]);
  });

  it("decodes any encoding that Node knows; otherwise tells the line and the way out", async () => {
    const header = (charset: string) =>
      Buffer.from(
        `# x\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=${charset}\\n"\n\nmsgid "cat"\nmsgstr "`,
      );
    const japanese = (charset: string, ...bytes: number[]) =>
      Buffer.concat([header(charset), Buffer.from(bytes), Buffer.from('"\n')]);
    expect(await read("a.po", japanese("EUC-JP", 0xc7, 0xad))).toEqual(["header", "cat|猫"]);
    expect(await read("a.po", japanese("Shift_JIS", 0x94, 0x4c, 0x83, 0x5c))).toEqual(["header", "cat|猫ソ"]);
    expect(await read("a.po", japanese("CP1252", 0x61, 0x96, 0x62))).toEqual(["header", "cat|a–b"]);
    expect(await read("a.pot", japanese("CHARSET", 0xe7, 0x8c, 0xab))).toEqual(["header", "cat|猫"]);
    await refuse("a.po", japanese("EUC-JP", 0xff, 0x61), "FILE:7: bytes that are not euc-jp, which the file says it is: correct what it says, or convert the file, for example with iconv -f ENCODING -t UTF-8"); // biome-ignore format: a message
    await refuse("a.po", japanese("UTF-8", 0xe9), "FILE:7: byte 0xe9 at offset 88 is not UTF-8: convert the file, for example with iconv -f ENCODING -t UTF-8"); // biome-ignore format: a message
    await refuse("a.po", japanese("TSCII", 0x61), "FILE:4: charset TSCII: expected one that Node decodes, such as UTF-8, ISO-8859-1 or EUC-JP; convert the file, for example with msgconv -t UTF-8 FILE"); // biome-ignore format: a message
  });

  it("reads the escapes of C, bytes in the file's encoding", async () => {
    const entry = (text: string) => `msgid "a"\nmsgstr "${text}"\n`;
    expect(await read("a.po", entry('\\x41\\102\\103 \\\\n \\"q\\"\\tt'))).toEqual(['a|ABC \\n "q"\tt']);
    expect(await read("a.po", entry("caf\\xc3\\xa9"))).toEqual(["a|café"]);
    await refuse("a.po", entry("\\xe9"), "FILE:2: not a gettext catalogue: \\xe9 is not utf-8");
    await refuse(
      "a.po",
      entry("\\q"),
      "FILE:2: not a gettext catalogue: \\q is no escape of C: a backslash is written \\\\",
    );
  });

  it("takes strings on one line, comments anywhere, and contexts without text", async () => {
    const text =
      'msgid "a" "b"\n# why\n#: x.c:1\n#| msgid "old"\nmsgstr "c"\n"d"\n#, c-format, fuzzy\nmsgid "e"\nmsgstr "f"\n' +
      'msgctxt "x"\nmsgid ""\nmsgstr "y"\n#~ msgid "g"\n#~ "h"\n#~ msgstr "i"\n';
    expect(await read("a.po", text)).toEqual(["ab|cd", "fuzzy", "empty", "obsolete"]);
  });
});
